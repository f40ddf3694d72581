package io.sekisho.iamapi;

import io.sekisho.control.Kept;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Stamps;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Right;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How IBM's IAM Identity API answers and refuses.
final class Answers {
  static final Set<String> JSON = Set.of("application/json");

  /// The one parameter that is ours: an operator of the installation belongs to no account.
  static final String ACCOUNT = "account_id";

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'+0000'").withZone(ZoneOffset.UTC);

  private Answers() {}

  /// What helps to find a request again.
  record Context(
      String transactionId, String operation, Optional<String> userAgent, Optional<String> url) {
    static Context of(Call call, Right right) {
      return new Context(
          call.by().trace(), right.action(), some(call.by().agent()), Optional.of(call.href("")));
    }
  }

  /// IBM's body of a refusal.
  record Refusal(Context context, List<Mistake> errors, int statusCode, String trace) {}

  /// @param messageCode IBM's number of the message where it is known, else a word of ours
  record Mistake(String code, String messageCode, String message, Optional<String> details) {}

  /// What was done to a record: all that a record itself knows is when and by whom it was made and
  /// last changed.
  record History(
      String timestamp,
      String iamId,
      String iamIdAccount,
      String action,
      List<String> params,
      String message) {
    static Optional<List<History>> of(boolean wanted, AccountId account, Stamps stamps) {
      if (!wanted) {
        return Optional.empty();
      }
      History made =
          of(stamps.created().at(), stamps.created().by(), account, "CREATE", "Created.");
      History last =
          of(stamps.modified().at(), stamps.modified().by(), account, "UPDATE", "Updated.");
      boolean changed = stamps.modified().at().isAfter(stamps.created().at());
      return Optional.of(changed ? List.of(made, last) : List.of(made));
    }

    private static History of(
        Instant at, String by, AccountId account, String action, String message) {
      return new History(time(at), by, account.value(), action, List.of(), message);
    }
  }

  /// A route that needs a permission, and refuses as IBM does.
  static Route route(String method, String template, Right right, Route.Operation operation) {
    return Route.of(method, template, right.action(), operation)
        .refusing((problem, trace) -> refusal(right, problem, trace), Refusal.class);
  }

  /// The same, but its operation asks for the permission.
  static Route deciding(String method, String template, Right right, Route.Operation operation) {
    return route(method, template, right, operation).deciding();
  }

  /// A route about a part of a trusted profile.
  static Route part(String method, String template, Right right, Route.Operation operation) {
    return route(method, template, right, operation)
        .about(ProfileRoutes.TYPE)
        .with(Set.of(ACCOUNT));
  }

  /// Something done in the account that a call is about.
  static <T> Outcome<T> inAccount(
      Identities identities, Call call, Function<Actor, Outcome<T>> work) {
    return identities.records().actor(call.by(), call.parameter(ACCOUNT)).then(work);
  }

  private static Reply refusal(Right right, Problem problem, String trace) {
    Mistake mistake =
        new Mistake(
            problem.code().wireName(),
            messageCode(problem.code()),
            problem.message(),
            problem.target().map(Problem.Target::name));
    Context context = new Context(trace, right.action(), Optional.empty(), Optional.empty());
    return Reply.json(
        problem.status(), new Refusal(context, List.of(mistake), problem.status(), trace));
  }

  private static String messageCode(Code code) {
    return switch (code) {
      case MISSING_FIELD, MISSING_VALUE -> "BXNIM0109E";
      case UNAUTHENTICATED -> "BXNIM0308E";
      case UNAUTHORIZED -> "BXNIM0513E";
      default -> "SEKISHO_" + code.name();
    };
  }

  /// An answer with a version.
  static Reply tagged(int status, Object body, Kept<?> kept) {
    return Reply.json(status, body).with("ETag", kept.tag());
  }

  /// As IBM writes a time: in UTC, to the minute.
  static String time(Instant at) {
    return MINUTES.format(at);
  }

  /// A time in IBM's form, or any other of ISO 8601 with an offset.
  static Outcome<Instant> time(String member, String text) {
    try {
      String full = text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
      return Outcome.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(full, Instant::from));
    } catch (DateTimeParseException _) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Give " + member + " such as 2027-01-31T12:00+0000.")
              .field(member));
    }
  }

  /// A text that is left out where there is none.
  static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
