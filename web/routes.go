package web

import (
	"net/http"
	"slices"
	"strings"
)

// route is one address and what each method does there. A GET answers HEAD as well.
type route struct {
	path string
	on   map[string]http.HandlerFunc
}

// table lists the addresses that the configuration has.
func (s *site) table() []route {
	table := []route{
		{"/{$}", get(s.home)},
		{"/f/{form}", both(s.showForm, s.signUp)},
		{"/f/{form}/thanks", get(s.thanks)},
		{"/f/{form}/start", post(s.start)},
		{"/f/{form}/code", both(s.showTexted, s.typeTexted)},
		{"/f/{form}/embed", get(s.embed)},
		{"/f/{form}/embed.js", get(s.embedScript)},
		{"/c/{token}", both(s.showConfirm, s.confirm)},
		{"/c/done", get(s.confirmed)},
		{"/a/{token}", both(s.showQuestion, s.answer)},
		{"/a/done", get(s.answerTaken)},
		{"/u/{token}", both(s.showLeave, s.leave)},
		{"/u/done", get(s.left)},
		{"/u/done/undo", post(s.undo)},
		{"/p/{token}", both(s.showDoor, s.knock)},
		{"/p/code", both(s.showEnter, s.enter)},
		{"/p/choices", both(s.behind(s.showChoices), s.behind(s.saveChoices))},
		{"/p/stop", post(s.behind(s.stop))},
		{"/p/undo", post(s.behind(s.unstop))},
		{"/p/pause", post(s.behind(s.pause))},
		{"/p/history", get(s.behind(s.showHistory))},
		{"/p/receipt/{place}", get(s.behind(s.showReceipt))},
		{"/p/receipt/{place}/json", get(s.behind(s.receiptData))},
		{"/p/data", both(s.behind(s.coded(s.showData)), s.behind(s.coded(s.alone(s.correct))))},
		{"/p/data/json", get(s.behind(s.coded(s.alone(s.exportJSON))))},
		{"/p/data/csv", get(s.behind(s.coded(s.alone(s.exportCSV))))},
		{"/p/address", both(s.behind(s.coded(s.alone(s.mailed(s.showAddress)))), s.behind(s.coded(s.alone(s.mailed(s.changeAddress)))))},
		{"/p/address/codes", both(s.behind(s.coded(s.alone(s.mailed(s.showCodes)))), s.behind(s.coded(s.alone(s.mailed(s.typeCodes)))))},
		{"/p/erase", both(s.behind(s.coded(s.alone(s.showErase))), s.behind(s.coded(s.alone(s.askErase))))},
		{"/p/stay/{token}", both(s.showStay, s.stay)},
		{"/w/{token}", get(s.why)},
		{"/portal", post(s.enterSigned)},
		{"/portal/{token}", both(s.showPortal, s.enterPortal)},
		{"/p/close", post(s.close)},
		{"/p/left", get(s.closedNow)},
		{"/o/{form}", both(s.showFind, s.find)},
		{"/o/{form}/sent", get(s.findSent)},
		{"/assets/{name}", get(s.asset)},
		{"/robots.txt", get(s.robots)},
	}
	if s.Texts.Secret != "" {
		table = append(table, route{"/in/twilio/{secret}", post(s.textIn)})
	}
	if s.Reports != nil {
		table = append(table, route{"/in/{product}/{secret}", both(s.reportDoor, s.reportIn)})
	}
	if s.Laws != nil {
		table = append(table, route{"/laws", get(s.laws)}, route{"/laws/{code}", get(s.showLaw)})
	}
	if s.Mailbox != nil {
		table = append(table,
			route{"/outbox", get(s.outbox)},
			route{"/outbox.json", get(s.outboxData)},
			route{"/outbox/{number}", get(s.letter)},
			route{"/outbox/{number}/look", get(s.letterLook)},
		)
	}
	return table
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.table() {
		mux.HandleFunc(r.path, s.byMethod(r.on))
	}
	mux.HandleFunc("/", s.notFound)
	return s.guard(mux)
}

func get(h http.HandlerFunc) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{http.MethodGet: h}
}

func post(h http.HandlerFunc) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{http.MethodPost: h}
}

func both(show, act http.HandlerFunc) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{http.MethodGet: show, http.MethodPost: act}
}

// byMethod sends a request to its handler; a method that the address does not have is a 405
// with the Allow field (RFC 9110 §15.5.6).
func (s *site) byMethod(on map[string]http.HandlerFunc) http.HandlerFunc {
	var allowed []string
	for method := range on {
		allowed = append(allowed, method)
		if method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	slices.Sort(allowed)
	return func(w http.ResponseWriter, r *http.Request) {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		h, ok := on[method]
		if !ok {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			s.fault(w, r, http.StatusMethodNotAllowed, "method")
			return
		}
		h(w, r)
	}
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	s.fault(w, r, http.StatusNotFound, "not_found")
}

// robots keeps search engines out: these pages are for those who were sent here.
func (s *site) robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /\n"))
}
