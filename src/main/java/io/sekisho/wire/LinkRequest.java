package io.sekisho.wire;

import java.util.Optional;

/// The body of `POST /sekisho/v1/trusted_profiles/{…}/links`.
///
/// @param compute id, name or `account/name` of an instance or bare metal server of the profile's
///   account
public record LinkRequest(String compute, Optional<String> name) {}
