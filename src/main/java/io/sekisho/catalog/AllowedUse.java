package io.sekisho.catalog;

/// Which servers an image or volume may become: expressions in CEL over a server's properties.
///
/// @param apiVersion the date as of whose API they are read, such as `2026-06-23`
/// @param bareMetalServer of a bare metal server, such as `true`
/// @param instance of a virtual one, such as `enable_secure_boot == true`
public record AllowedUse(String apiVersion, String bareMetalServer, String instance) {
  /// What is said where nothing is.
  public static final String ANY = "true";
}
