package console

import (
	"context"
	"io"
	"net/http"

	"assent/sheet"
)

// stream answers with a download that is written while it is made, once the trail has noted it. If it
// fails on the way, the connection breaks off, so that nobody takes half for the whole.
func (c *call) stream(name, kind string, write func(context.Context, io.Writer) error) error {
	c.header.Set("Content-Type", kind)
	c.header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	c.flow = write
	return nil
}

// pour writes what waits behind the gate.
func (s *site) pour(c *call, w http.ResponseWriter) {
	w.WriteHeader(c.status)
	if c.flow == nil {
		_, _ = c.body.WriteTo(w) // the visitor may be gone
		return
	}
	_ = http.NewResponseController(w).Flush() // so that the browser sees at once that it begins
	if err := c.flow(c.r.Context(), w); err != nil {
		if c.r.Context().Err() == nil {
			s.Log.Error("a download broke off", "act", c.route.act, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// streamCSV is a list too long to be held at once.
func (c *call) streamCSV(name string, head []string, rows func(ctx context.Context, put func(row ...string) error) error) error {
	return c.stream(name+".csv", "text/csv; charset=utf-8", func(ctx context.Context, out io.Writer) error {
		w, err := sheet.NewWriter(out, sheet.Dialect{})
		if err != nil {
			return err
		}
		put := func(row ...string) error {
			for i := range row {
				row[i] = sheet.Safe(row[i])
			}
			return w.Write(row)
		}
		if err := put(head...); err != nil {
			return err
		}
		if err := rows(ctx, put); err != nil {
			return err
		}
		return w.Flush()
	})
}
