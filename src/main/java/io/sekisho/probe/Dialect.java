package io.sekisho.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a metadata service is spoken to: where its token comes from, what the token protects.
public enum Dialect {
  /// IBM Cloud VPC: `PUT /identity/v1/token`, then `Authorization: Bearer`.
  IBM("/metadata/v1", "instance", "?version=2025-08-26", "/metadata/v1/instance/initialization"),
  /// Amazon EC2, version 2: `PUT /latest/api/token`, then `X-aws-ec2-metadata-token`.
  EC2("/latest/meta-data", "instance-id", "", "/latest/user-data"),
  /// OpenStack's nova: Amazon's tree of version 1, without tokens, beside its own.
  OPENSTACK("/latest/meta-data", "instance-id", "", "/latest/user-data");

  static final Set<Dialect> ALL = Set.of(values());
  static final Set<Dialect> WITH_TOKENS = Set.of(IBM, EC2);

  private static final Pattern IBM_TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
  private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds: ";

  private final String folder;
  private final String leaf;
  private final String query;
  private final String userData;

  Dialect(String folder, String leaf, String query, String userData) {
    this.folder = folder;
    this.leaf = leaf;
    this.query = query;
    this.userData = userData;
  }

  /// Where the protected document lies that is asked for most.
  String folder() {
    return folder;
  }

  String leaf() {
    return leaf;
  }

  /// What every target ends with.
  String query() {
    return query;
  }

  String read() {
    return folder + "/" + leaf + query;
  }

  String userData() {
    return userData + query;
  }

  String mint() {
    return switch (this) {
      case IBM -> "/identity/v1/token" + query;
      case EC2, OPENSTACK -> "/latest/api/token";
    };
  }

  /// The lines that a request for a token needs beside its host.
  String flavor() {
    return switch (this) {
      case IBM -> "Metadata-Flavor: ibm\r\n";
      case EC2 -> TTL + "300\r\n";
      case OPENSTACK -> "";
    };
  }

  /// What a request for a token of so many seconds has behind its host.
  String life(int seconds) {
    String body = "{\"expires_in\": " + seconds + "}";
    return switch (this) {
      case IBM -> flavor() + "Content-Length: " + body.length() + "\r\n\r\n" + body;
      case EC2 -> TTL + seconds + "\r\n\r\n";
      case OPENSTACK -> "\r\n";
    };
  }

  /// The shortest life in seconds that a token can have.
  int shortest() {
    return this == IBM ? 5 : 1;
  }

  boolean hasTokens() {
    return WITH_TOKENS.contains(this);
  }

  /// An honest request that may have a body, up to its version: one for a token, if there are any.
  String upload() {
    return hasTokens() ? "PUT " + mint() : "POST " + read();
  }

  /// The line that carries a token.
  String bearing(String token) {
    return switch (this) {
      case IBM -> "Authorization: Bearer " + token + "\r\n";
      case EC2 -> "X-aws-ec2-metadata-token: " + token + "\r\n";
      case OPENSTACK -> "";
    };
  }

  /// The token in an answer.
  Optional<String> token(Reply reply) {
    if (reply.status() != 200) {
      return Optional.empty();
    }
    Matcher found = IBM_TOKEN.matcher(reply.body());
    return switch (this) {
      case IBM -> found.find() ? Optional.of(found.group(1)) : Optional.empty();
      case EC2 -> Optional.of(reply.body().strip());
      case OPENSTACK -> Optional.empty();
    };
  }

  /// Whether the status of a refusal is documented, and not only that there is one.
  boolean isExact() {
    return this == IBM;
  }

  /// As it is typed.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
