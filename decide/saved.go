package decide

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"assent"
	"assent/index"
	"assent/store"
)

// Saved is where the index of an organisation outlives the process, so that a restart need not read everyone anew.
type Saved struct {
	Path  string        // of a file; empty: nowhere
	Stamp func() string // of the program and the law: what others have decided is not taken over
}

// Save writes the index of an organisation to its file, if it has both. Questions are put to the store meanwhile.
func (d *Desk) Save(ctx context.Context, org assent.ID) error {
	h := d.hallOf(org)
	if h == nil || d.Saved.Path == "" {
		return nil
	}
	h.catchUp.Lock()
	defer h.catchUp.Unlock()
	h.ready.Store(false)
	defer h.ready.Store(true)
	f, err := os.CreateTemp(filepath.Dir(d.Saved.Path), ".index-*")
	if err != nil {
		return fmt.Errorf("save index: %w", err)
	}
	defer os.Remove(f.Name()) // once renamed, it is not there
	w := bufio.NewWriterSize(f, 1<<20)
	if err = h.table.Save(w, h.stamp(), h.eventBefore(ctx)); err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("save index: %w", err)
	}
	return os.Rename(f.Name(), d.Saved.Path)
}

func (h *hall) stamp() string { return h.desk.Saved.Stamp() + " " + h.org.String() }

// eventBefore names the event before a position: a saved index that knows another was made from another log.
func (h *hall) eventBefore(ctx context.Context) func(int64) (assent.ID, error) {
	return func(position int64) (id assent.ID, err error) {
		if position == 0 {
			return id, nil
		}
		err = h.desk.archive.Read(ctx, h.org, func(v *store.View) error {
			stored, found, err := v.EventAt(position - 1)
			if err == nil && !found {
				err = fmt.Errorf("the log has no event %d", position-1)
			}
			id = stored.ID
			return err
		})
		return id, err
	}
}

// load takes the saved index, if there is a good one, and brings it up to date.
func (h *hall) load(ctx context.Context) bool {
	if h.desk.Saved.Path == "" {
		return false
	}
	t, err := index.Load(h.desk.Saved.Path, h.stamp(), h.eventBefore(ctx))
	if err != nil {
		return false
	}
	h.table = t
	head, err := h.head.Read(ctx)
	return err == nil && h.take(ctx, head) == nil
}
