package imports

import (
	"cmp"
	"errors"
	"io"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"assent"
)

// Arrival is a file that is being uploaded to this process.
type Arrival struct {
	Name  string
	By    assent.ID
	Since time.Time
	bytes atomic.Int64
}

// MiB is how much has come so far.
func (a *Arrival) MiB() int64 { return a.bytes.Load() >> 20 }

// Arriving lists the files that are being uploaded, the first begun first.
func (o *Office) Arriving() []*Arrival {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []*Arrival
	for _, a := range o.arriving {
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *Arrival) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name)) })
	return out
}

// keep writes a file into the folder, where only the program can read it.
func (o *Office) keep(j Job, file io.Reader) error {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(o.path(j.ID), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, &arriving{src: file, most: o.Most, seen: o.announce(j)})
	o.arrived(j.ID)
	switch {
	case errors.Is(err, syscall.ENOSPC):
		err = assent.Problemf("DISK_FULL", "There is no room for this file in the data folder. Nothing of it was kept; make room and upload it again.").OfKind(assent.Unavailable)
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = assent.Problemf("BROKEN_OFF", "The upload broke off before its end. Nothing of it was kept; upload it again.").In("file")
	}
	return errors.Join(err, f.Close())
}

func (o *Office) announce(j Job) *Arrival {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.arriving == nil {
		o.arriving = map[assent.ID]*Arrival{}
	}
	a := &Arrival{Name: j.Name, By: j.By, Since: o.Now()}
	o.arriving[j.ID] = a
	return a
}

func (o *Office) arrived(id assent.ID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.arriving, id)
}

// arriving counts what comes, and stops what is too much.
type arriving struct {
	src  io.Reader
	most int64
	seen *Arrival
}

func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.src.Read(p)
	if all := a.seen.bytes.Add(int64(n)); a.most > 0 && all > a.most {
		return n, tooLarge(a.most)
	}
	return n, err
}

func tooLarge(most int64) error {
	return assent.Problemf("TOO_LARGE", "The file is larger than %d MiB, the most that is taken here. Part it, or take it over with the command assent import, which has no bound; the bound is imports.max_upload_mib of the configuration.", most>>20).In("file")
}
