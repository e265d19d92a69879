package notify

import (
	"context"
	"time"

	"dondoc/internal/actor"
	"dondoc/internal/civil"
	"dondoc/internal/ref"
	"dondoc/internal/storage"
)

// alarm tells the administrators that something could not be sent: once a day
// and way out, in the application at least.
func (s *Service) alarm(ctx context.Context, d Delivery) error {
	way := string(d.Channel)
	if d.Hook != "" {
		way = d.Hook
	}
	key := "notify/failed/" + way + "/" + string(civil.Of(s.now()))
	told, err := storage.List(ctx, s.db.Reader(), storage.Scalar[string], "SELECT id FROM notify_message WHERE once_key = $1 LIMIT 1", key)
	if err != nil || len(told) > 0 {
		return err
	}
	admins, err := storage.List(ctx, s.db.Reader(), storage.Scalar[string], "SELECT DISTINCT a.id FROM identity_account a JOIN identity_grant g ON g.account = a.id WHERE g.role = 'admin' AND a.active = $1 ORDER BY a.id", true)
	if err != nil || len(admins) == 0 {
		return err
	}
	m := Message{
		Key: key, Kind: Operations, To: admins, On: ref.New("delivery", d.ID), Path: "/lam-viec/gui-di?trang-thai=failed",
		Subject: d.Channel.Label() + ": có lần gửi bị hỏng",
		Body:    "Hệ thống đã thử nhiều lần, hoặc nơi nhận từ chối hẳn. Xem lý do ở mục Gửi đi, sửa rồi bấm Gửi lại.",
	}
	ctx = actor.With(ctx, actor.System(jobRound))
	return s.db.Write(ctx, storage.Act{Verb: "notify.alarm", On: m.On}, func(tx *storage.Tx) error { return s.TellTx(ctx, tx, m) })
}

// keepLog is how long the delivery log goes back.
const keepLog = 400 * 24 * time.Hour

// Prune forgets deliveries that ended long ago; what people were told stays.
func (s *Service) Prune(ctx context.Context) error {
	return s.db.Technical(ctx, func(tx *storage.Tx) error {
		before := storage.Millis(tx.Now().Add(-keepLog))
		if _, err := tx.Exec(ctx, "DELETE FROM notify_attempt WHERE at < $1", before); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM notify_delivery WHERE state IN ('sent', 'failed', 'dropped') AND ended_at < $1", before)
		return err
	})
}
