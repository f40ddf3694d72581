package io.sekisho.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.message.Request;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A service whose every decision a test may replace. A caller is a text: the place it came in at.
final class TestService implements Service<String> {
  volatile Function<Arrival, Optional<String>> admits = arrival -> Optional.of(arrival.place());
  volatile Predicate<String> serves = _ -> true;
  volatile Function<String, Object> shares = caller -> caller;
  volatile BiFunction<String, Request, Answer> answers = (_, request) -> Answer.now(echo(request));
  final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  final List<Request> seen = new CopyOnWriteArrayList<>();
  final List<Said> said = new CopyOnWriteArrayList<>();

  volatile Consumer<Said> hears = said::add;

  record Said(String caller, Request request, int status, String body, long micros) {}

  @Override
  public Optional<String> admit(Arrival arrival) {
    arrivals.add(arrival);
    return admits.apply(arrival);
  }

  @Override
  public boolean serves(String caller) {
    return serves.test(caller);
  }

  @Override
  public Answer answer(String caller, Request request) {
    seen.add(request);
    return answers.apply(caller, request);
  }

  @Override
  public Object share(String caller) {
    return shares.apply(caller);
  }

  @Override
  public Response refuse(String caller, Problem problem, String trace) {
    String target = problem.target().map(t -> " " + t.name()).orElse("");
    return text(problem.status(), problem.code().wireName() + target);
  }

  @Override
  public void answered(String caller, Request request, Response response, long micros) {
    String body = new String(response.body(), UTF_8);
    hears.accept(new Said(caller, request, response.status(), body, micros));
  }

  static Response text(int status, String text) {
    return Response.of(status, "text/plain", text.getBytes(UTF_8));
  }

  /// Says what was understood.
  static Response echo(Request request) {
    return text(
        200, request.method() + " " + request.path() + " " + new String(request.body(), UTF_8));
  }
}
