package webhook

// NewClient makes the client that carries deliveries.
var NewClient = newClient
