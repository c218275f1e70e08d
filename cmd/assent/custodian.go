package main

import (
	"crypto/rand"
	"io"
	"os"
	"path/filepath"

	"assent/vault"
)

// custodianPath is where init leaves the custodian's key, to be taken away.
func custodianPath(keys string) string { return filepath.Join(filepath.Dir(keys), "custodian.key") }

// makeCustodian draws the custodian's key unless there is one, and returns its public half.
func makeCustodian(path string) ([]byte, error) {
	if _, err := os.Stat(path); err == nil {
		c, err := readCustodian(path)
		if err != nil {
			return nil, err
		}
		return c.Public(), nil
	}
	c, err := vault.NewCustodian(rand.Reader)
	if err != nil {
		return nil, err
	}
	text, err := c.Encode()
	if err != nil {
		return nil, err
	}
	return c.Public(), writeNew(path, 0o600, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// readCustodian reads the custodian's key from its file.
func readCustodian(path string) (*vault.Custodian, error) {
	f, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 1<<10))
	if err != nil {
		return nil, err
	}
	return vault.ParseCustodian(text)
}
