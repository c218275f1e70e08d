package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// version is the release, set by the linker: -X main.version=1.2.3.
var version = "development"

type versionVerb struct {
	JSON bool `help:"As JSON."`
}

func (v *versionVerb) Run(con console) error {
	about := struct {
		Version string `json:"version"`
		Commit  string `json:"commit,omitzero"`
		Go      string `json:"go"`
	}{version, revision(), runtime.Version()}
	return con.print(v.JSON, about, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "assent %s %s %s\n", about.Version, about.Commit, about.Go)
		return err
	})
}

// revision is the commit that the program was built from, where the toolchain noted it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return ""
}
