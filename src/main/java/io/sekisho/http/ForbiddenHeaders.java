package io.sekisho.http;

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
          "client-ip",
          "forwarded-for",
          "forwarded-for-ip",
          "remote-addr",
          "true-client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-coming-from",
          "x-originating-ip",
          "x-proxyuser-ip",
          "x-real-ip",
          "x-remote-addr",
          "x-remote-ip",
          // what the proxy says was asked for
          "front-end-https",
          "x-host",
          "x-http-method-override",
          "x-method-override",
          "x-original-host",
          "x-original-uri",
          "x-original-url",
          "x-rewrite-url",
          // products that name themselves
          "cdn-loop",
          "fastly-client-ip",
          "fastly-ff",
          "x-amzn-trace-id",
          "x-appengine-user-ip",
          "x-azure-clientip",
          "x-azure-socketip",
          "x-envoy-external-address",
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
        || name.startsWith("x-forward")
        || name.startsWith("cf-")
        || name.startsWith("sec-");
  }
}
