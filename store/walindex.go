package store

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync/atomic"
	"unsafe"
)

// walIndex looks at the WAL-index of an SQLite database: the memory through which the processes that have the database
// open tell each other what was committed. Its first 48 bytes, the header, count the commits, and hold a checksum
// of all that the WAL has; 48 more are a copy (sqlite.org/walformat.html#walidxfmt). A commit is told there, the copy
// first, before whoever committed hears of it; so if the header is what it was, nothing has been committed since, by
// anybody. To look costs nanoseconds, where the cheapest statement costs microseconds. docs/adr/0018 has the reasoning.
//
// A nil walIndex knows nothing, and neither does one that is closed.
type walIndex struct {
	memory []byte    // of the database's -shm file, shared with SQLite
	holder *sql.Conn // while it is open the file stays what it is
	pool   *sql.DB   // of the holder alone
	closed atomic.Bool
}

// walHeader is the header, as words of the machine that wrote it.
type walHeader [6]uint64

// initialised is where the header says that it holds something.
const initialised = 12

// openWALIndex maps the WAL-index of a database that connect opens. It is nil where that cannot be done (another
// system, another way of sharing memory): the database is asked then.
func openWALIndex(ctx context.Context, path string, connect func() (*sql.DB, error)) (*walIndex, error) {
	pool, err := connect()
	if err != nil {
		return nil, err
	}
	holder, err := pool.Conn(ctx)
	if err == nil {
		_, err = holder.ExecContext(ctx, "SELECT count(*) FROM sqlite_schema") // opens the WAL
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	memory := sharedMemory(path + "-shm")
	if memory == nil {
		return nil, errors.Join(holder.Close(), pool.Close())
	}
	w := &walIndex{memory: memory, holder: holder, pool: pool}
	runtime.AddCleanup(w, unmap, memory) // not sooner: somebody may be looking
	return w, nil
}

// header is the header as it stands; not sound while it is being written, or when there is nothing to look at.
func (w *walIndex) header() (h walHeader, sound bool) {
	if w == nil || w.closed.Load() {
		return h, false
	}
	for i := range h {
		h[i] = w.word(i)
	}
	return h, w.memory[initialised] == 1 && w.still(&h)
}

// still reports whether the header and its copy are what the header was.
func (w *walIndex) still(was *walHeader) bool {
	if w == nil || w.closed.Load() {
		return false
	}
	for i, word := range was {
		if w.word(i) != word || w.word(len(was)+i) != word {
			return false
		}
	}
	return true
}

// word reads 8 bytes that others may be writing.
func (w *walIndex) word(i int) uint64 {
	word := atomic.LoadUint64((*uint64)(unsafe.Pointer(&w.memory[8*i])))
	runtime.KeepAlive(w)
	return word
}

func (w *walIndex) close() error {
	if w == nil {
		return nil
	}
	w.closed.Store(true)
	held := w.holder.Close()
	if errors.Is(held, sql.ErrConnDone) { // closing twice changes nothing
		held = nil
	}
	return errors.Join(held, w.pool.Close())
}
