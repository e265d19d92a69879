-- The pages of a file that was read, and where the words of the text stand on
-- them. words packs a page's words (page.go); it changes only with the text.
CREATE TABLE document_page (
  intake_id TEXT NOT NULL,
  n BIGINT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  width DOUBLE PRECISION NOT NULL,
  height DOUBLE PRECISION NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (intake_id, n)
);
CREATE INDEX document_intake_document ON document_intake (document_id);
