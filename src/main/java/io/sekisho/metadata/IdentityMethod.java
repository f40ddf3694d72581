package io.sekisho.metadata;

import io.sekisho.iam.ComputeType;
import java.util.Optional;

/// The three methods with which a guest turns its place in the network into credentials: where each
/// is found by which caller, and what its use is called in the audit trail.
///
/// Until 2025-08-25 they were under `/instance_identity`, for virtual servers only. The paths under
/// `/identity` answer every version.
public enum IdentityMethod {
  /// Creates the token that every other request carries.
  TOKEN("PUT", "/instance_identity/v1/token", "/identity/v1/token"),
  /// Turns that token into an IAM token of a trusted profile.
  IAM_TOKEN("POST", "/instance_identity/v1/iam_token", "/identity/v1/iam_tokens"),
  /// Certifies a key of the guest's own.
  CERTIFICATE("POST", "/instance_identity/v1/certificates", "/identity/v1/certificates");

  private final String httpMethod;
  private final String formerPath;
  private final String path;

  IdentityMethod(String httpMethod, String formerPath, String path) {
    this.httpMethod = httpMethod;
    this.formerPath = formerPath;
    this.path = path;
  }

  /// The method at a path, if such a caller finds one there. The query is not part of the path.
  public static Optional<IdentityMethod> at(String path, ComputeType caller, ApiVersion version) {
    for (IdentityMethod method : values()) {
      boolean formerly = path.equals(method.formerPath) && formerPathsServe(caller, version);
      if (formerly || path.equals(method.path)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /// The one HTTP method it is called with.
  public String httpMethod() {
    return httpMethod;
  }

  /// The name of its use in IBM Cloud's activity trail. For certificates of virtual servers IBM
  /// lists none; they share the bare metal servers' name.
  public String action(ComputeType caller) {
    boolean virtual = caller == ComputeType.VSI;
    return switch (this) {
      case TOKEN -> virtual ? "is.metadata.jwt-token.create" : "is.metadata.identity-token.create";
      case IAM_TOKEN ->
          virtual
              ? "is.metadata.computeresource-token.request"
              : "is.metadata.computeresource-token.read";
      case CERTIFICATE -> "is.metadata.certificate.create";
    };
  }

  private static boolean formerPathsServe(ComputeType caller, ApiVersion version) {
    return caller == ComputeType.VSI && !version.has(ApiVersion.Change.IDENTITY_PATHS);
  }
}
