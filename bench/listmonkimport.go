package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"
)

// importRows has listmonk's importer take a CSV file of new people onto its list, as confirmed, and waits until it says that it
// has finished.
func (m *listmonk) importRows(ctx context.Context, rows int) (lap, error) {
	m.calls++
	body, kind, err := importForm(m.calls, rows)
	if err != nil {
		return lap{}, err
	}
	l, err := timed(func() (int, error) {
		if err := m.call(ctx, "POST", body, kind, nil); err != nil {
			return 0, err
		}
		var now struct {
			Data struct {
				Status   string
				Imported int
			}
		}
		for now.Data.Status != "finished" {
			time.Sleep(10 * time.Millisecond)
			if err := m.call(ctx, "GET", nil, "", &now); err != nil {
				return 0, err
			}
			if now.Data.Status == "failed" {
				return 0, errors.New("the import failed")
			}
		}
		if now.Data.Imported != rows {
			return 0, fmt.Errorf("%d of %d rows were imported", now.Data.Imported, rows)
		}
		return rows, m.call(ctx, "DELETE", nil, "", nil) // or no other can begin
	})
	l.cpu = 0 // is the client's
	return l, err
}

func importForm(call, rows int) (io.Reader, string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField("params", `{"mode":"subscribe","subscription_status":"confirmed","delim":",","lists":[1],"overwrite":true,"overwrite_userinfo":true,"overwrite_subscription_status":true}`)
	if err != nil {
		return nil, "", err
	}
	file, err := form.CreateFormFile("file", "people.csv")
	if err != nil {
		return nil, "", err
	}
	fmt.Fprintln(file, "email,name,attributes")
	for i := range rows {
		fmt.Fprintf(file, "import%d.%d@example.org,Reader,\n", call, i)
	}
	return &body, form.FormDataContentType(), form.Close()
}

// call asks the importer.
func (m *listmonk) call(ctx context.Context, method string, body io.Reader, kind string, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, m.url+"/api/import/subscribers", body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "token bench:"+m.token)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s import: %s: %s", method, a.Status, text)
	}
	if err != nil || into == nil {
		return err
	}
	return json.Unmarshal(text, into)
}
