package main

import (
	"context"
	"fmt"

	"assent/store"
)

type migrateVerb struct {
	installation `embed:""`
}

func (v *migrateVerb) Run(ctx context.Context, con console) error {
	cfg, err := v.config(con.getenv)
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx, cfg.databaseURL()); err != nil {
		return err
	}
	fmt.Fprintln(con.out, "The database has this version's schema.")
	return nil
}
