package screen

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"assent"
)

// node names whose folder this is, by a name that lies in it: another machine may have a folder of the same path, and
// this one another name tomorrow.
func (d *Desk) node() (string, error) {
	d.naming.Lock()
	defer d.naming.Unlock()
	if d.name != "" {
		return d.name, nil
	}
	if err := os.MkdirAll(d.Folder, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(d.Folder, "node")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		var id assent.ID
		if id, err = assent.NewID(d.Now(), d.Random); err == nil {
			text = []byte(id.String() + "\n")
			err = os.WriteFile(path, text, 0o600)
		}
	}
	if err != nil {
		return "", err
	}
	d.name = strings.TrimSpace(string(text))
	return d.name, nil
}
