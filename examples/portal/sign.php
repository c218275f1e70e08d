<?php
// Prints the fields of a portal button. The secret and the key come from GET /v1/portal.
function portal_sign(string $secret, string $key, string $origin, string $contact, int $expires, string $nonce): string {
    $text = implode("\n", ["assent-portal-1", $key, $origin, $contact, $expires, $nonce]);
    return hash_hmac("sha256", $text, $secret);
}

function portal_fields(string $secret, string $key, string $origin, string $contact): array {
    $expires = time() + 300;
    $nonce = bin2hex(random_bytes(16));
    return ["key" => $key, "origin" => $origin, "contact" => $contact, "expires" => $expires, "nonce" => $nonce,
            "signature" => portal_sign($secret, $key, $origin, $contact, $expires, $nonce)];
}

foreach (portal_fields(getenv("SECRET"), getenv("KEY"), "https://shop.example.net", "email:ana@example.org") as $name => $value) {
    printf('<input type="hidden" name="%s" value="%s">' . "\n", $name, htmlspecialchars((string) $value));
}
