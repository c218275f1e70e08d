package api

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"testing"
)

// What the front takes for a request of its form is one for net/http too, with the same beginning, end, key and body; and
// whatever has come of it so far is not passed on.
func FuzzReadFront(f *testing.F) {
	for _, s := range []string{
		"POST /v1/decisions HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nAuthorization: Bearer k\r\nContent-Length: 2\r\n\r\n{}GET",
		"POST /access/v1/evaluation HTTP/1.1\r\nhost:a.example:80\r\nX-Request-Id: 7\r\ncontent-type: \tapplication/json \r\nContent-Length: 02\r\nConnection: keep-alive\r\n\r\n{}",
		"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
		"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
		"GET / HTTP/1.1\r\n\r\n", "POST /v1/deci", "POST /v1/decisions HTTP/1.1\r\nHost : a\r\n\r\n", "",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		ours, size := readFront(in)
		if size <= 0 {
			return
		}
		all := bufio.NewReader(bytes.NewReader(in))
		r, err := http.ReadRequest(all)
		if err != nil {
			t.Fatalf("%q is taken, and is no request: %v", in, err)
		}
		body, err := io.ReadAll(r.Body)
		rest, _ := io.ReadAll(all)
		if err != nil || string(body) != ours.body || r.Method != http.MethodPost || r.URL.Path != ours.path || r.URL.RawQuery != "" || r.Close || r.Host == "" ||
			len(r.TransferEncoding) > 0 || r.Header.Get("Authorization") != ours.authorization || r.Header.Get("X-Request-Id") != ours.trace || !bytes.Equal(rest, in[size:]) {
			t.Fatalf("%q is read as\n%+v (%d), by net/http as\n%+v %q (%v)", in, ours, size, r, body, err)
		}
		for n := range size {
			if _, soon := readFront(in[:n]); soon != more {
				t.Fatalf("%q is given up after %d bytes: %d", in, n, soon)
			}
		}
	})
}
