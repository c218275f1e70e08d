package api

import (
	"slices"

	"assent"
)

// ContactInput names a person by an address as it was given. Several may be given for one person;
// at least one must.
type ContactInput struct {
	Email      string  `json:"email,omitzero" maxLength:"254" doc:"An e-mail address" example:"ana@example.org"`
	Phone      string  `json:"phone,omitzero" maxLength:"40" doc:"A phone number, with + and country code" example:"+33123456789"`
	IM         string  `json:"im,omitzero" maxLength:"200" doc:"A handle of an instant messenger"`
	Device     string  `json:"device,omitzero" maxLength:"500" doc:"A push token"`
	Post       *Postal `json:"post,omitempty" doc:"A postal address"`
	ExternalID string  `json:"external_id,omitzero" maxLength:"200" doc:"Your customer number; it finds a person and reaches nobody"`
}

// inContact names the field of an address by its place in a body that has a contact.
func inContact(err error) error {
	p, ok := assent.AsProblem(err)
	if ok && slices.Contains([]string{"email", "phone", "im", "device", "post", "external_id"}, p.Field) {
		return p.In("contact." + p.Field)
	}
	return err
}

// Postal is a postal address as it is printed.
type Postal struct {
	Name       string `json:"name,omitzero" maxLength:"200"`
	Street     string `json:"street" maxLength:"300"`
	PostalCode string `json:"postal_code,omitzero" maxLength:"20"`
	City       string `json:"city" maxLength:"200"`
	Country    string `json:"country" doc:"ISO 3166-1 alpha-2" example:"FR" minLength:"2" maxLength:"2"`
}

func (c ContactInput) given() assent.Contactable {
	out := assent.Contactable{Email: c.Email, Phone: c.Phone, IM: c.IM, Device: c.Device, ExternalID: c.ExternalID}
	if c.Post != nil {
		post := assent.Postal(*c.Post)
		out.Post = &post
	}
	return out
}

// AttributesInput belong to the contact point.
type AttributesInput struct {
	Country  string               `json:"country,omitzero" maxLength:"5" doc:"ISO 3166-1 alpha-2, or US-TX" example:"FR"`
	Language string               `json:"language,omitzero" maxLength:"35" doc:"BCP 47" example:"fr"`
	Kind     assent.RecipientKind `json:"kind,omitzero" enum:"consumer,sole_trader,employee,role_address" doc:"In what role the person is reached there"`
	TimeZone string               `json:"timezone,omitzero" maxLength:"64" doc:"IANA name" example:"Europe/Paris"`
}

func (a *AttributesInput) given() *assent.Attributes {
	if a == nil {
		return nil
	}
	out := assent.Attributes(*a)
	return &out
}
