-- An act's key begins with its instant, so that a span of time is a span of
-- keys (storage.IDsFrom), and every act has one index less to be written to.
DROP INDEX audit_act_at;
