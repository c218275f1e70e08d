package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"assent"
	"assent/auth"
)

// The OpenID AuthZEN Authorization API 1.0, for products that ask a policy decision point
// and know nothing of consent: the subject is a person or one of her addresses, the action
// "contact", the resource a purpose, and the context says by which channel. The answer's
// context is the whole decision. Fields that the standard does not know are passed over, as
// it asks (§4), unlike everywhere else here.

// Entity is a subject or a resource.
type Entity struct {
	_    struct{} `additionalProperties:"true"`
	Type string   `json:"type" maxLength:"40"`
	ID   string   `json:"id" maxLength:"500"`
}

// Action is what the subject is about to undergo.
type Action struct {
	_    struct{} `additionalProperties:"true"`
	Name string   `json:"name" maxLength:"40" example:"contact"`
}

// Circumstances are the context of an evaluation.
type Circumstances struct {
	_           struct{}           `additionalProperties:"true"`
	Channel     assent.Channel     `json:"channel,omitzero" enum:"email,sms,im,push,auto_call,live_call,fax,post" doc:"Missing: email"`
	Sender      string             `json:"sender,omitzero" maxLength:"63" doc:"The brand"`
	Partner     string             `json:"partner,omitzero" maxLength:"63"`
	Time        time.Time          `json:"time,omitzero"`
	MessageKind assent.MessageKind `json:"message_kind,omitzero" maxLength:"40"`
}

// Evaluation is one question. In a list, parts left out are those of the whole.
type Evaluation struct {
	_        struct{}       `additionalProperties:"true"`
	Subject  *Entity        `json:"subject,omitempty" doc:"type person or contact_point with its identifier, or email, phone, external_id with the address as id"`
	Action   *Action        `json:"action,omitempty"`
	Resource *Entity        `json:"resource,omitempty" doc:"type purpose"`
	Context  *Circumstances `json:"context,omitempty"`
}

// Evaluations are many questions.
type Evaluations struct {
	Evaluation
	Evaluations []Evaluation       `json:"evaluations,omitempty" maxItems:"1000"`
	Options     *EvaluationOptions `json:"options,omitempty"`
}

// EvaluationOptions say when to stop.
type EvaluationOptions struct {
	_        struct{} `additionalProperties:"true"`
	Semantic string   `json:"evaluations_semantic,omitzero" enum:"execute_all,deny_on_first_deny,permit_on_first_permit"`
}

// Evaluated is one answer.
type Evaluated struct {
	Decision bool         `json:"decision"`
	Context  *Explanation `json:"context,omitempty"`
}

// Explanation is the decision behind an answer, or what is wrong with a question among many.
type Explanation struct {
	*Decision
	Error *Fault `json:"error,omitempty"`
}

// EvaluatedMany are the answers, in the order of the questions.
type EvaluatedMany struct {
	Evaluations []Evaluated `json:"evaluations"`
}

// Metadata says where the endpoints are.
type Metadata struct {
	Point       string `json:"policy_decision_point"`
	Evaluation  string `json:"access_evaluation_endpoint"`
	Evaluations string `json:"access_evaluations_endpoint"`
}

// Traced is the header by which a caller follows a request (§9.1); it is sent back.
type Traced struct {
	RequestID string `header:"X-Request-ID" maxLength:"200"`
}

type evaluationRequest struct {
	Traced
	Body Evaluation
}

type evaluationResponse struct {
	RequestID string `header:"X-Request-ID"`
	Body      Evaluated
}

type evaluationsRequest struct {
	Traced
	Body Evaluations
}

type evaluationsResponse struct {
	RequestID string `header:"X-Request-ID"`
	Body      EvaluatedMany
}

func (a *API) authzen() {
	register(a, operation{
		method: http.MethodPost, path: "/access/v1/evaluation", id: "evaluate", tag: "AuthZEN", scope: auth.Decide,
		summary: "May this person be contacted for this purpose?", doc: "OpenID AuthZEN Authorization API 1.0.",
	}, func(ctx context.Context, in *evaluationRequest) (*evaluationResponse, error) {
		out, err := a.evaluate(ctx, in.Body)
		return &evaluationResponse{in.RequestID, out}, err
	})
	register(a, operation{
		method: http.MethodPost, path: "/access/v1/evaluations", id: "evaluateMany", tag: "AuthZEN", scope: auth.Decide, limit: batchLimit,
		summary: "Many of these questions at once", doc: "OpenID AuthZEN Authorization API 1.0.",
	}, func(ctx context.Context, in *evaluationsRequest) (*evaluationsResponse, error) {
		out, err := a.evaluateAll(ctx, in.Body)
		return &evaluationsResponse{in.RequestID, EvaluatedMany{out}}, err
	})
	register(a, operation{
		method: http.MethodGet, path: "/.well-known/authzen-configuration", id: "authzenConfiguration", tag: "AuthZEN",
		summary: "Where the AuthZEN endpoints are",
	}, func(context.Context, *struct{}) (*oneItem[Metadata], error) {
		return &oneItem[Metadata]{Metadata{a.PublicURL, a.PublicURL + "/access/v1/evaluation", a.PublicURL + "/access/v1/evaluations"}}, nil
	})
}

func (a *API) evaluate(ctx context.Context, e Evaluation) (Evaluated, error) {
	q, err := e.question()
	if err != nil {
		return Evaluated{}, err
	}
	contacts, err := a.contactsOf(ctx, *e.Subject, q.Channel)
	if err != nil {
		return Evaluated{}, err
	}
	decisions, err := a.Decide.MaySendAll(ctx, a.Org, q, contacts)
	if err != nil {
		return Evaluated{}, err
	}
	if len(decisions) == 0 {
		decisions = []assent.Decision{assent.Denied(assent.ReasonNotReachable, a.Now().UTC())}
	}
	// A person may be contacted if one of her contact points may be.
	best := max(0, slices.IndexFunc(decisions, func(d assent.Decision) bool { return d.Decision == assent.Allow }))
	d := decisionOf(decisions[best])
	return Evaluated{d.Decision == assent.Allow, &Explanation{Decision: &d}}, nil
}

func (a *API) evaluateAll(ctx context.Context, in Evaluations) ([]Evaluated, error) {
	list := in.Evaluations
	if len(list) == 0 { // the request is then a single evaluation (§7.1)
		list = []Evaluation{{}}
	}
	stop := func(Evaluated) bool { return false }
	if in.Options != nil {
		switch in.Options.Semantic {
		case "deny_on_first_deny":
			stop = func(e Evaluated) bool { return !e.Decision }
		case "permit_on_first_permit":
			stop = func(e Evaluated) bool { return e.Decision }
		}
	}
	var out []Evaluated
	for _, e := range list {
		one, err := a.evaluate(ctx, e.or(in.Evaluation))
		if fault := faultIn(err); fault != nil { // of this question only (§7.2)
			one = Evaluated{false, &Explanation{Error: fault}}
		} else if err != nil {
			return nil, err
		}
		if out = append(out, one); stop(one) {
			break
		}
	}
	return out, nil
}

// or fills in what e leaves out.
func (e Evaluation) or(whole Evaluation) Evaluation {
	return Evaluation{
		Subject: either(e.Subject, whole.Subject), Action: either(e.Action, whole.Action),
		Resource: either(e.Resource, whole.Resource), Context: either(e.Context, whole.Context),
	}
}

func either[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

func (e Evaluation) question() (assent.Question, error) {
	switch {
	case e.Subject == nil:
		return assent.Question{}, assent.Problemf("MISSING_FIELD", "The field %q is missing.", "subject").In("subject")
	case e.Action == nil || e.Action.Name != "contact":
		return assent.Question{}, assent.Problemf("BAD_ACTION", "The only action is %q.", "contact").In("action.name")
	case e.Resource == nil || e.Resource.Type != "purpose":
		return assent.Question{}, assent.Problemf("BAD_RESOURCE", "The resource must be of type %q, with the purpose's name as id.", "purpose").In("resource")
	}
	q := assent.Question{Channel: assent.Email, Purpose: e.Resource.ID, Explain: assent.ExplainCodes}
	if c := e.Context; c != nil {
		q.Brand, q.Partner, q.At, q.Kind = c.Sender, c.Partner, c.Time, c.MessageKind
		if c.Channel != "" {
			q.Channel = c.Channel
		}
	}
	return q, nil
}

// contactsOf names the contact points that a subject stands for.
func (a *API) contactsOf(ctx context.Context, s Entity, channel assent.Channel) ([]assent.Contactable, error) {
	switch s.Type {
	case "email":
		return []assent.Contactable{{Email: s.ID}}, nil
	case "phone":
		return []assent.Contactable{{Phone: s.ID}}, nil
	case "external_id":
		return []assent.Contactable{{ExternalID: s.ID}}, nil
	case "contact_point":
		id, err := assent.ParseID(s.ID)
		if err != nil {
			return nil, assent.Problemf("BAD_SUBJECT", "The id of a contact_point is its identifier, from /v1/people/lookup.").In("subject.id")
		}
		return []assent.Contactable{{Point: id}}, nil
	case "person":
		return a.pointsOf(ctx, s.ID, channel)
	}
	return nil, assent.Problemf("BAD_SUBJECT", "A subject is of type person, contact_point, email, phone or external_id.").In("subject.type")
}

func (a *API) pointsOf(ctx context.Context, person string, channel assent.Channel) ([]assent.Contactable, error) {
	id, err := personID(person)
	if err != nil {
		return nil, err
	}
	if to, known := a.Decide.Reachable(ctx, a.Org, id, channel); known {
		return to, nil
	}
	p, err := a.People.See(ctx, a.Org, id) // it says why not
	if err != nil {
		return nil, err
	}
	var out []assent.Contactable
	for _, point := range p.Points {
		if point.Kind.Reaches(channel) {
			out = append(out, assent.Contactable{Point: point.ID})
		}
	}
	return out, nil
}
