package io.sekisho.fleet;

/// What is in force on a node.
///
/// @param failure why a later revision is not, if that is so; else empty
public record Applied(long revision, String failure) {}
