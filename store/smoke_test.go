package store_test

import (
	"crypto/rand"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"
)

func TestSmoke(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, _ := assent.NewID(time.Now(), rand.Reader)
		id, _ := assent.NewID(time.Now(), rand.Reader)
		err := a.Write(t.Context(), org, func(tx *store.Tx) error {
			return tx.Append(&assent.Event{ID: id, Code: "A", Type: assent.ConsentGranted}, []byte("x"))
		})
		if err != nil {
			t.Fatal(err)
		}
		err = a.Read(t.Context(), org, func(v *store.View) error {
			n, err := v.Head()
			p, err2 := v.Published()
			t.Log(n, err, p, err2)
			es, err := v.Events(0, 10)
			t.Logf("%+v %v", es, err)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
