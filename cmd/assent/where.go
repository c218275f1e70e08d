package main

import (
	"context"
	"errors"
	"os"

	"assent"
)

// installation says which one a verb works on.
type installation struct {
	Config string `help:"Configuration file; without it assent.toml in this folder, then the environment." type:"path"`
}

// where says which organisation a verb works for.
type where struct {
	installation `embed:""`
	Org          string `help:"Which organisation, by its host or identifier (assent org list), if the installation has several."`
}

// config reads the configuration that the flags name.
func (i installation) config(getenv func(string) string) (Config, error) {
	path := i.Config
	if path == "" {
		if _, err := os.Stat("assent.toml"); err == nil {
			path = "assent.toml"
		} else if getenv("ASSENT_PUBLIC_URL") == "" {
			return Config{}, assent.Problemf("NO_CONFIG", "There is no assent.toml in this folder: name the configuration with --config, or make one with `assent init`.")
		}
	}
	return loadConfig(path, getenv)
}

// open opens the house of the organisation that is meant.
func (w where) open(ctx context.Context, con console) (*house, error) {
	h, err := w.whole(ctx, con)
	if err != nil {
		return nil, err
	}
	own, err := h.pick(w.Org)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return own, nil
}

// whole opens the installation by the house that it began with.
func (i installation) whole(ctx context.Context, con console) (*house, error) {
	cfg, err := i.config(con.getenv)
	if err != nil {
		return nil, err
	}
	return openHouse(ctx, cfg, con.getenv, realTime)
}
