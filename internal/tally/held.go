package tally

import (
	"context"

	"dondoc/internal/apparatus"
	"dondoc/internal/storage"
)

// Held counts the open assignments that a body leads or was handed, standing
// duties included: what somebody must take over when it ends.
func Held(ctx context.Context, q storage.Querier, org apparatus.OrgID) (int, error) {
	return storage.One(ctx, q, storage.Scalar[int], "SELECT COUNT(*) FROM assignment WHERE is_open = $1 AND (lead_org = $2 OR holder_org = $3)", true, string(org), string(org))
}
