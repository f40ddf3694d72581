package io.sekisho.http;

import io.sekisho.message.Request;
import io.sekisho.message.Screen;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/// Serves one kilobyte on a port, to be compared with other servers by hand. Not a test.
///
/// Arguments: port, event loops, `epoll` or `nio`.
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Limits some = Limits.DEFAULT;
    Limits limits =
        new Limits(
            Integer.parseInt(arguments[1]),
            1,
            some.connections(),
            some.held(),
            some.share(),
            some.size(),
            some.time());
    Shares shares = new Shares(limits, new Metrics());
    var screen = new Screen(Set.of("127.0.0.1", "localhost"), limits.size().body());
    Desk<String> desk = new Desk<>(new Kilobyte(), limits, screen, shares, _ -> {});
    boolean nio = arguments.length > 2 && arguments[2].equals("nio");
    Transport transport = nio ? Transport.plainJava() : Transport.best();
    var server = new Server<>(transport, desk);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    System.out.println(server.listen("bench", address, Optional.empty(), Opener.HERE).address());
    Thread.currentThread().join();
  }

  private static final class Kilobyte implements Service<String> {
    private final Answer answer = Answer.now(Response.of(200, "application/json", new byte[1_024]));

    @Override
    public Optional<String> admit(Arrival arrival) {
      return Optional.of(arrival.place());
    }

    @Override
    public boolean serves(String caller) {
      return true;
    }

    @Override
    public Answer answer(String caller, Request request) {
      return answer;
    }

    @Override
    public Object share(String caller) {
      return caller;
    }

    @Override
    public Response refuse(String caller, Problem problem, String trace) {
      return Response.of(problem.status(), "text/plain", new byte[0]);
    }

    @Override
    public void answered(String caller, Request request, Response response, long micros) {}
  }
}
