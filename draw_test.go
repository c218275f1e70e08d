package assent_test

import (
	"time"

	"assent"

	"pgregory.net/rapid"
)

// A small world, so that events meet: two points, two purposes, two channels, some hours.
var (
	points   = []assent.Point{home, work}
	purposes = []string{"newsletter", "offers"}
	channels = []assent.Channel{assent.Email, assent.SMS}
	steps    = []time.Duration{0, time.Minute, 2 * time.Minute, 6 * time.Minute, time.Hour, 8 * 24 * time.Hour}
	methods  = []assent.Method{
		assent.WebForm, assent.ConfirmButton, assent.OneClick, assent.PreferencePage, assent.ViaAPI,
		assent.ViaImport, assent.Paper, assent.PreTicked, assent.CallNoted,
	}
)

// drawEvents draws the events of one person, numbered from 0.
func drawEvents(rt *rapid.T) []*assent.Event {
	events := rapid.SliceOfN(rapid.Custom(drawEvent), 0, 16).Draw(rt, "events")
	for i, e := range events {
		e.Number, e.ID = int64(i), assent.ID{0xe, byte(i)}
	}
	return events
}

func drawEvent(rt *rapid.T) *assent.Event {
	e := &assent.Event{
		Method:   rapid.SampledFrom(methods).Draw(rt, "method"),
		Occurred: noon.Add(rapid.SampledFrom(steps).Draw(rt, "occurred")),
		Received: noon.Add(rapid.SampledFrom(steps).Draw(rt, "received")),
		Points:   []assent.Point{rapid.SampledFrom(points).Draw(rt, "point")},
	}
	if e.Method == assent.ViaImport {
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run")
	}
	claimed := rapid.SampledFrom(append(assent.Strengths(), "")).Draw(rt, "claimed")
	e.Strength, e.Grade = assent.Prove(e.Method, claimed, rapid.Bool().Draw(rt, "evidence"))
	switch rapid.IntRange(0, 5).Draw(rt, "what") {
	case 0, 1:
		e.Type = rapid.SampledFrom([]assent.EventType{assent.ConsentGranted, assent.ConsentRequested, assent.ConsentConfirmed}).Draw(rt, "type")
		e.Choices = []assent.Choice{drawChoice(rt, e.Points[0].ID)}
	case 2, 3:
		e.Type = assent.ConsentWithdrawn
		e.Noes = []assent.NoEntry{drawNo(rt)}
	case 4:
		drawUndoing(rt, e)
	default:
		drawFact(rt, e)
	}
	return e
}

// drawUndoing draws the undoing of one of the first events, whatever that is.
func drawUndoing(rt *rapid.T, e *assent.Event) {
	e.Type = assent.WithdrawalUndone
	e.Refers = assent.ID{0xe, rapid.Byte().Draw(rt, "undoes") % 8}
}

func drawChoice(rt *rapid.T, point assent.ID) assent.Choice {
	return assent.Choice{
		Point: point, Party: assent.PartyOwn,
		Purpose: rapid.SampledFrom(purposes).Draw(rt, "purpose"),
		Channel: rapid.SampledFrom(channels).Draw(rt, "channel"),
		Topics:  rapid.SliceOfN(rapid.SampledFrom([]string{"cheese", "wine"}), 0, 2).Draw(rt, "topics"),
		Reply:   rapid.SampledFrom([]assent.Reply{assent.Yes, assent.Yes, assent.Blank, assent.No}).Draw(rt, "reply"),
	}
}

func drawNo(rt *rapid.T) assent.NoEntry {
	return assent.NoEntry{
		Kind:     rapid.SampledFrom([]assent.NoKind{assent.NoWithdrawn, assent.NoRefused, assent.NoObjection}).Draw(rt, "kind"),
		Granular: rapid.Bool().Draw(rt, "granular"),
		Undoable: rapid.Bool().Draw(rt, "undoable"),
		Scope: assent.Scope{
			Brand:   rapid.SampledFrom([]string{"acme", assent.Any}).Draw(rt, "brand"),
			Purpose: rapid.SampledFrom(append(purposes, assent.Any)).Draw(rt, "purpose"),
			Channel: rapid.SampledFrom([]string{"email", "sms", assent.Any}).Draw(rt, "channel"),
			Party:   rapid.SampledFrom([]string{"own", "partners", assent.Any}).Draw(rt, "party"),
		},
	}
}

// drawFact makes the event one of the other sorts, all of which the fold keeps as maxima too.
func drawFact(rt *rapid.T, e *assent.Event) {
	value := rapid.SampledFrom([]string{"FR", "DE"}).Draw(rt, "value")
	switch e.Type = rapid.SampledFrom([]assent.EventType{
		assent.PauseSet, assent.FrequencySet, assent.RelationshipRecorded, assent.ContactRecorded, assent.RegisterChecked,
		assent.SuppressionAdded, assent.SuppressionRemoved, assent.MessageSent, assent.PersonErased, assent.ImportUndone,
	}).Draw(rt, "type"); e.Type {
	case assent.ImportUndone:
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run undone")
	case assent.PauseSet:
		e.Pause = &assent.Pause{Scope: assent.Everything(), Until: assent.Day(value)}
	case assent.FrequencySet:
		e.Frequency = &assent.Frequency{Scope: assent.Everything(), AtMost: value}
	case assent.RelationshipRecorded:
		e.Relationship = &assent.Relationship{Kind: "purchase", On: assent.Day(value)}
		e.Facts = assent.Facts{"informed_at_collection": value}
	case assent.ContactRecorded:
		e.Contact = &assent.Contact{Kind: assent.ContactClick}
		e.Attributes = &assent.Attributes{Country: value, Language: "fr"}
	case assent.RegisterChecked:
		e.Register = &assent.RegisterCheck{Register: "bloctel", Listed: value == "FR"}
	case assent.SuppressionAdded, assent.SuppressionRemoved:
		e.Suppression = &assent.Suppression{Kind: "bounce"}
	case assent.MessageSent:
		e.Message = &assent.Message{Channel: assent.LiveCall, Purpose: "offers", Kind: assent.OwnMarketing}
	}
}

// drawWord draws a yes, a no or a question about the newsletter at home.
func drawWord(rt *rapid.T) *assent.Event {
	when := noon.Add(rapid.SampledFrom(steps[:4]).Draw(rt, "at"))
	e := &assent.Event{Occurred: when, Received: when, Points: []assent.Point{home}}
	e.Method = rapid.SampledFrom([]assent.Method{assent.WebForm, assent.ConfirmButton, assent.ViaAPI, assent.ViaImport}).Draw(rt, "method")
	if e.Method == assent.ViaImport {
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run")
	}
	e.Strength, e.Grade = assent.Prove(e.Method, assent.DoubleOptIn, true)
	e.Type = rapid.SampledFrom([]assent.EventType{
		assent.ConsentGranted, assent.ConsentRequested, assent.ConsentWithdrawn, assent.WithdrawalUndone, assent.ImportUndone,
	}).Draw(rt, "type")
	switch e.Type {
	case assent.ConsentWithdrawn:
		no(assent.NoWithdrawn, news)(e)
		e.Noes[0].Undoable = rapid.Bool().Draw(rt, "undoable")
	case assent.WithdrawalUndone:
		drawUndoing(rt, e)
	case assent.ImportUndone:
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run undone")
	default:
		yes(e)
	}
	return e
}
