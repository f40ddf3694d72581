package io.sekisho.fleet;

/// A guest is on the node that asked for it.
///
/// @param compute its id
/// @param moved whether it was elsewhere before, or nowhere
public record Claimed(String compute, boolean moved) {}
