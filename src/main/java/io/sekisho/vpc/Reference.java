package io.sekisho.vpc;

/// A resource named from another one's document: IBM's `{crn, id, name, resource_type}`.
///
/// @param crn as text, for a reference may name a resource of another service or account
public record Reference(String crn, String id, String name, String resourceType) {}
