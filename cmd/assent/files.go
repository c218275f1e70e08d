package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"assent"
)

// openInput opens a file that a verb was given.
func openInput(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, assent.Problemf("NO_FILE", "Cannot read %s: %s.", path, why(err))
	}
	if info.IsDir() {
		return nil, assent.Problemf("NO_FILE", "%s is a folder; name a file.", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, assent.Problemf("NO_FILE", "Cannot read %s: %s.", path, why(err))
	}
	return f, nil
}

// writeNew writes a file that must not exist yet, whole or not at all.
func writeNew(path string, mode fs.FileMode, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return assent.Problemf("FILE_EXISTS", "%s is there already, and nothing is overwritten; name another file.", path)
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// makeFolder makes a folder that only its owner can read.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return assent.Problemf("CANNOT_WRITE", "Cannot make the folder %s: %s.", path, why(err)).OfKind(assent.Unavailable)
	}
	return nil
}

func cannotWrite(path string, err error) error {
	return assent.Problemf("CANNOT_WRITE", "Cannot write %s in %s: %s.", filepath.Base(path), filepath.Dir(path), why(err)).OfKind(assent.Unavailable)
}

// why is the system's reason without the call and the path, which the sentence names already.
func why(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}
