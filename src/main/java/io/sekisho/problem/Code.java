package io.sekisho.problem;

import java.util.Locale;

/// Every reason for which Sekisho refuses a request, with its HTTP status.
///
/// The first block is IBM Cloud's documented list for the metadata service; the others appear only
/// where IBM's documentation names none.
public enum Code {
  INVALID_REQUEST(400),
  INVALID_VALUE(400),
  MISSING_FIELD(400),
  MISSING_VALUE(400),
  NOT_FOUND(404),
  PROFILE_NOT_LINKED(400),
  SERVICE_ERROR(500),
  UNAUTHENTICATED(401),
  UNAUTHORIZED(403),
  UNKNOWN_FIELD(400),

  /// A header that only a proxy adds, or that only a browser sends.
  FORBIDDEN_HEADER(403),
  /// A configuration rule of the account, or the image, does not let it be.
  CONFIG_RULE_VIOLATED(403),
  METHOD_NOT_ALLOWED(405),
  REQUEST_TIMEOUT(408),
  CONFLICT(409),
  /// It was there, and is kept no more.
  GONE(410),
  PRECONDITION_FAILED(412),
  PAYLOAD_TOO_LARGE(413),
  URI_TOO_LONG(414),
  /// The `Host` is not a name or address of this service.
  MISDIRECTED_REQUEST(421),
  TOO_MANY_REQUESTS(429),
  HEADERS_TOO_LARGE(431),
  SERVICE_UNAVAILABLE(503);

  private final int status;

  Code(int status) {
    this.status = status;
  }

  /// The HTTP status that goes with the code unless the place of use says otherwise.
  public int status() {
    return status;
  }

  /// The code on the wire, such as `missing_field`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
