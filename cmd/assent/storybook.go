package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"assent"
	"assent/locale"
	"assent/web/storybook"
)

type storybookVerb struct {
	Addr string   `help:"Address and port to show it on." default:"127.0.0.1:8090"`
	Out  string   `help:"Write it as files into this folder instead." placeholder:"DIR" type:"path"`
	Lang []string `help:"Only in these languages." placeholder:"CODE"`
	JSON bool     `help:"As JSON: what was written, or where it is shown."`
}

// toldStorybook is what the verb prints.
type toldStorybook struct {
	URL       string `json:"url,omitzero"`
	Folder    string `json:"folder,omitzero"`
	States    int    `json:"states"`
	Languages int    `json:"languages"`
	Files     int    `json:"files,omitzero"`
}

func (v *storybookVerb) Run(ctx context.Context, con console) error {
	words, err := locale.Load()
	if err != nil {
		return err
	}
	book, err := storybook.Open(words, v.Lang...)
	if err != nil {
		return err
	}
	told := toldStorybook{States: len(storybook.States()), Languages: len(book.Languages())}
	if v.Out != "" {
		told.Folder = v.Out
		if told.Files, err = book.Write(v.Out); err != nil {
			return assent.Problemf("CANNOT_WRITE", "The storybook cannot be written: %v.", err).OfKind(assent.Unavailable)
		}
		return con.print(v.JSON, told, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%d states in %d files; open %s/index.html\n", told.States, told.Files, told.Folder)
			return err
		})
	}
	return v.serve(ctx, con, book, told)
}

func (v *storybookVerb) serve(ctx context.Context, con console, book *storybook.Book, told toldStorybook) error {
	handler, err := book.Handler()
	if err != nil {
		return err
	}
	door, err := listen(v.Addr)
	if err != nil {
		return err
	}
	told.URL = "http://" + door.Addr().String() + "/"
	if err := con.print(v.JSON, told, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%d states in %d languages at %s\n", told.States, told.Languages, told.URL)
		return err
	}); err != nil {
		return errors.Join(err, door.Close())
	}
	return show(ctx, door, handler)
}

// show serves until the context ends.
func show(ctx context.Context, door net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(door); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
