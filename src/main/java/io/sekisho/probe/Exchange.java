package io.sekisho.probe;

import java.io.IOException;
import java.util.Optional;

/// The plain way to attack: bytes on a new connection, and a judgement on all that follows.
final class Exchange {
  /// A field that attackers try to have written into answers.
  static final String INJECTED = "x-injected";

  private final Session session;
  private final String bytes;
  private final Expectation expected;

  private Exchange(Session session, String bytes, Expectation expected) {
    this.session = session;
    this.bytes = bytes;
    this.expected = expected;
  }

  /// @param expected the words of an [Expectation]
  static Judgement judge(Session session, String bytes, String expected) throws IOException {
    try (Wire wire = session.dial()) {
      wire.send(bytes);
      return judge(session, wire, bytes, expected);
    }
  }

  /// The same where the bytes were sent already, in a way of one's own.
  static Judgement judge(Session session, Wire wire, String bytes, String expected) {
    Expectation loose = Expectation.parse(expected).in(session.dialect());
    Exchange exchange = new Exchange(session, bytes, loose);
    return exchange.judge(wire, exchange.first(wire));
  }

  private Judgement judge(Wire wire, Optional<Reply> reply) {
    if (!expected.isMetBy(reply, session.honest())) {
      return unexpected(Disclosure.received(session, reply));
    }
    Optional<String> flaw = reply.flatMap(this::flaw);
    if (flaw.isPresent()) {
      return unexpected(flaw.get());
    }
    String after = reply.map(it -> aftermath(wire, it)).orElseGet(() -> ending(wire));
    return after.isEmpty()
        ? Judgement.GOOD
        : unexpected(Disclosure.received(session, reply) + ", then " + after);
  }

  private Optional<Reply> first(Wire wire) {
    boolean bodiless = bytes.startsWith("HEAD ");
    Optional<Reply> reply = wire.reply(bodiless);
    return reply.filter(Reply::isInterim).isPresent() ? wire.reply(bodiless) : reply;
  }

  /// What no answer may have in it, whatever was asked.
  private Optional<String> flaw(Reply reply) {
    if (reply.header(INJECTED).isPresent()) {
      return Optional.of("a header that was injected: " + Disclosure.sent(session, reply.head()));
    }
    if (reply.isRefusal() && !secret().isEmpty() && reply.body().contains(secret())) {
      return Optional.of("a refusal that repeats the token");
    }
    boolean gives = reply.isRefusal() && reply.body().contains(session.honest().body());
    return gives ? Optional.of("a refusal with the document in it") : Optional.empty();
  }

  /// The part of the token that is worth something: of a JWT the signature.
  private String secret() {
    String token = session.token();
    return token.substring(token.lastIndexOf('.') + 1);
  }

  /// What was wrong afterwards; empty if nothing was.
  private String aftermath(Wire wire, Reply reply) {
    return switch (expected.fate()) {
      case CLOSE -> ending(wire);
      case KEEP -> reply.isLast() ? "the connection's end" : next(wire, false);
      case ANY -> reply.isLast() ? ending(wire) : next(wire, true);
    };
  }

  private String ending(Wire wire) {
    Optional<String> rest = wire.rest();
    if (rest.isEmpty()) {
      return session.dialect().isExact() ? "a connection that stays open" : "";
    }
    return rest.get().isEmpty() ? "" : Disclosure.unasked(rest.get());
  }

  /// A second answer to the first request would come now, in place of the honest one or before it.
  private String next(Wire wire, boolean mayEnd) {
    wire.send(session.lastRead());
    Optional<Reply> reply = wire.reply(false);
    if (reply.isEmpty()) {
      return mayEnd ? "" : "the connection's end";
    }
    if (!session.honest().sameAs(reply.get())) {
      return "to an honest request " + Disclosure.received(session, reply);
    }
    return wire.rest().filter(rest -> !rest.isEmpty()).map(Disclosure::unasked).orElse("");
  }

  private Judgement unexpected(String received) {
    return new Judgement.Unexpected(expected.words(), Disclosure.sent(session, bytes), received);
  }
}
