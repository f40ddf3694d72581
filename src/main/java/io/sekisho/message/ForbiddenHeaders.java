package io.sekisho.message;

import java.util.Optional;
import java.util.Set;

/// Header fields that no direct client has a reason to send: those that proxies add, so that a
/// server tricked into fetching for a stranger gives itself away, and those that only browsers
/// send, so that a web page cannot ask in its visitor's name.
final class ForbiddenHeaders {
  private static final Set<String> NAMES =
      Set.of(
          // RFC 7239, RFC 9110 sections 7.6.3 and 11.7
          "forwarded",
          "via",
          "proxy-authorization",
          "proxy-connection",
          // who the proxy says is asking
          "remote-addr",
          "x-coming-from",
          "x-originating-ip",
          "x-proxyuser-ip",
          "x-remote-addr",
          "x-remote-ip",
          // what the proxy says was asked for
          "front-end-https",
          "x-backend-host",
          "x-host",
          "x-http-method-override",
          "x-method-override",
          "x-original-host",
          "x-original-uri",
          "x-original-url",
          "x-rewrite-url",
          "x-scheme",
          // products that name themselves
          "cdn-loop",
          "do-connecting-ip",
          "fastly-ff",
          "surrogate-capability",
          "x-amz-cf-id",
          "x-amzn-trace-id",
          "x-appengine-user-ip",
          "x-azure-socketip",
          "x-varnish",
          // browsers
          "origin",
          "referer");

  private ForbiddenHeaders() {}

  /// The name of the first forbidden field. An underscore counts as a hyphen: behind a CGI-style
  /// server the two are one name.
  static Optional<String> find(Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      if (isForbidden(headers.name(i))) {
        return Optional.of(headers.name(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isForbidden(String sent) {
    String name = sent.indexOf('_') < 0 ? sent : sent.replace('_', '-');
    return NAMES.contains(name)
        || name.contains("forwarded-for")
        || name.endsWith("client-ip")
        || name.endsWith("clientip")
        || name.endsWith("real-ip")
        || name.startsWith("x-forward")
        || name.startsWith("x-envoy-")
        || name.startsWith("cf-")
        || name.startsWith("sec-");
  }
}
