package io.sekisho.wire;

import java.util.Optional;

/// The body of `POST /sekisho/v1/trusted_profiles/{…}/links`.
///
/// @param compute id or name of an instance or bare metal server of the profile's account
public record LinkRequest(String compute, Optional<String> name) {}
