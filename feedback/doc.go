// Package feedback takes what other products report of messages that they send for us: somebody has
// unsubscribed there, an address does not exist any more, a message was marked as spam.
//
// A no must not stay where it was said. Whoever sends by a mailing product gives it an address of ours,
// /in/PRODUCT/SECRET, and from then on each report becomes an event here: an unsubscribe is a withdrawal that the
// product claims, a complaint is that too and a suppression, a bounce is a suppression of the contact point. What
// a product says of a yes (somebody has subscribed) records nothing: it proves nothing.
//
// Each product reports in a form of its own. What is read here follows their documentation:
//
//   - generic: our own, for everything else and for bodies that one writes oneself (flow webhooks and the like)
//   - mailchimp: form fields type, fired_at, data[…]; "Sync Audience Data with Webhooks" of the Marketing API. Its
//     validator sends a GET. It signs nothing
//   - hubspot: the "Send a webhook" action of a workflow, which posts properties of the contact as JSON ("Use webhooks
//     with HubSpot workflows"); signed as "Validating requests" says, versions 2 and 3. Subscriptions of an app name
//     only the number of a record, which tells us nothing: they are answered and passed over
//   - brevo: event, email, ts_event; "Marketing webhooks" and "Transactional webhooks". It signs nothing
//   - klaviyo: data[] of topic and payload; "Working with system webhooks". Klaviyo-Signature is an HMAC-SHA-256
//     over body and Klaviyo-Timestamp
//   - postmark: RecordType Bounce, SpamComplaint, SubscriptionChange; "Webhooks". It signs nothing
//   - mailgun: event-data beside signature, an HMAC-SHA-256 over timestamp and token; "Webhooks"
//   - ses: Amazon SES through a topic of Amazon SNS, notifications and event publishing ("Amazon SNS notification contents
//     for Amazon SES", "Contents of event data that Amazon SES publishes"); RSA signatures of versions 1 and 2
//     ("Verifying the signatures of Amazon SNS messages"), under a certificate that is given with the address and
//     never fetched
//
// The secret in the address is what keeps strangers out where nothing is signed. It is kept as a hash. Where a product
// signs, its signature is demanded too. A report is recorded once, however often it is repeated, and is answered the
// same whether the address in it is known here or not.
package feedback
