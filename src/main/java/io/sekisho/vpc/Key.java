package io.sekisho.vpc;

/// An SSH public key.
///
/// @param type `rsa` or `ed25519`
/// @param length in bits
/// @param fingerprint `SHA256:` and base64
public record Key(Identity identity, String type, int length, String fingerprint, String publicKey)
    implements Resource {}
