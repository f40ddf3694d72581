package io.sekisho.fleet;

/// Where what is asked for at the nodes' port. All of it wants the node's certificate, but [#JOIN].
public final class Paths {
  /// POST [Joining.Join], answered by [Joining.Joined].
  public static final String JOIN = "/fleet/v1/join";

  /// POST [Joining.Renewal], answered by [Joining.Joined].
  public static final String RENEW = "/fleet/v1/renew";

  /// GET, answered by [Line]s of [#LINES]. `after` is the revision that the node has, if it has
  /// one.
  public static final String WATCH = "/fleet/v1/watch";

  /// POST [Applied].
  public static final String APPLIED = "/fleet/v1/applied";

  /// POST [Asking.ForToken], answered by [Asking.Token].
  public static final String IAM_TOKENS = "/fleet/v1/iam_tokens";

  /// POST [Asking.ForCertificate], answered by [Asking.Certificate].
  public static final String CERTIFICATES = "/fleet/v1/certificates";

  /// POST [Deeds], answered by [Deeds.Kept].
  public static final String RECORDS = "/fleet/v1/records";

  /// PUT and DELETE with the compute resource's id behind it; PUT takes its name, too, and may name
  /// one of its interfaces (`interface`, a name or MAC address), without which it is refused. It is
  /// answered by [Claimed].
  public static final String GUESTS = "/fleet/v1/guests/";

  /// The media type of what [#WATCH] answers.
  public static final String LINES = "application/x-ndjson";

  /// The longest life of a connection without a word: a line comes every five seconds.
  public static final int ALIVE_SECONDS = 5;

  private Paths() {}
}
