package io.sekisho.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sekisho.http.Shares.Fate;
import io.sekisho.http.Shares.Share;
import io.sekisho.http.Shares.Stay;
import io.sekisho.message.Body;
import io.sekisho.message.Head;
import io.sekisho.message.HeadReader;
import io.sekisho.message.Request;
import io.sekisho.message.Target;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One guest's connection: reads a request, has it answered, writes the answer, one at a time.
/// Bytes that belong to later requests wait in `inbox` for their turn, so answers are in order.
final class Connection<C> extends ChannelInboundHandlerAdapter {
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);
  private static final Problem TOO_SLOW =
      Problem.of(Code.REQUEST_TIMEOUT, "Send the whole request without delay.");

  /// A request that was found good so far and whose body is still to come.
  private record Incoming(Head head, Target target, Body body) {}

  private final Desk<C> desk;
  private final Loop<C> loop;
  private final SocketChannel channel;
  private final C caller;
  private final Stay stay;
  private final Share share;
  private final Limits limits;
  private final HeadReader heads;
  private final int port;
  private ByteBuf inbox = Unpooled.EMPTY_BUFFER;
  private @Nullable Incoming incoming;
  private Phase phase;
  private Fate fate = Fate.SERVED;

  /// When the event began that is being handled, and when the phase is over.
  private long clock = System.nanoTime();

  private long deadline;

  Connection(Desk<C> desk, Loop<C> loop, SocketChannel channel, C caller, Stay stay) {
    this.desk = desk;
    this.loop = loop;
    this.channel = channel;
    this.caller = caller;
    this.stay = stay;
    this.share = stay.share();
    this.limits = desk.limits();
    this.heads = new HeadReader(limits.size());
    this.port = channel.localAddress().getPort();
    boolean secure = channel.pipeline().get(SslHandler.class) != null;
    this.phase = secure ? Phase.HANDSHAKE : Phase.RECEIVING;
    this.deadline =
        clock + (secure ? limits.time().handshake() : limits.time().request()).toNanos();
    loop.add(this);
    var _ = channel.closeFuture().addListener(_ -> leave());
  }

  C caller() {
    return caller;
  }

  /// Ends the connection because its caller is no longer served.
  void cut() {
    reset(Fate.NOT_SERVED);
  }

  /// Ends the connection if its guest took too long.
  void expire(long now) {
    clock = now;
    guarded(this::expire);
  }

  private void expire() {
    long now = clock;
    if (now - deadline < 0) {
      // An idle connection whose last answer is still unread is a stalled one.
      long idleFor = limits.time().idle().toNanos() - (deadline - now);
      if (phase == Phase.IDLE
          && idleFor > limits.time().stall().toNanos()
          && Transport.unsent(channel) > 0) {
        reset(fate);
      }
      return;
    }
    switch (phase) {
      case HANDSHAKE, STALLED, CLOSING -> reset(fate);
      case RECEIVING -> timeOut();
      case RESTING -> goOn();
      case IDLE -> close();
      case WORKING -> {}
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (phase == Phase.CLOSING) {
      bytes.release();
      return;
    }
    clock = System.nanoTime();
    inbox = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), inbox, bytes);
    if (phase == Phase.IDLE) {
      enter(Phase.RECEIVING, limits.time().request());
    }
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (phase == Phase.STALLED && channel.isWritable()) {
      clock = System.nanoTime();
      goOn();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
      clock = System.nanoTime();
      enter(Phase.RECEIVING, limits.time().request());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      // TLS has said what it has to say in an alert, which a reset would overtake.
      close();
      return;
    }
    if (!(cause instanceof IOException)) {
      desk.fault(cause);
    }
    reset(fate);
  }

  private void goOn() {
    settle();
    advance();
    flush();
  }

  private void advance() {
    boolean progress = true;
    while (progress && phase == Phase.RECEIVING && inbox.isReadable()) {
      progress = incoming == null ? readHead() : readBody(incoming);
    }
    if (!inbox.isReadable()) {
      emptyInbox();
    }
  }

  /// Sends what was written, and accounts for what is held until there is more to do.
  private void flush() {
    channel.flush();
    boolean begun = phase == Phase.WORKING || incoming != null;
    int request = begun ? limits.size().request() : 0;
    if (!desk.holds(stay, request + inbox.capacity() + Transport.unsent(channel))) {
      reset(Fate.LIMITED);
    }
  }

  private boolean readHead() {
    return switch (heads.read(inbox)) {
      case Refused<Optional<Head>>(Problem problem) -> {
        refuse(Request.unreadable(), problem, true);
        yield false;
      }
      case Granted<Optional<Head>>(Optional<Head> head) -> {
        head.ifPresent(this::begin);
        yield head.isPresent();
      }
    };
  }

  private void begin(Head head) {
    if (!desk.serves(caller)) {
      cut();
      return;
    }
    // A refusal does not wait for the body, and so cannot tell where the next request begins.
    boolean last = !head.persistent() || head.hasBody();
    long wait = share.spend(clock);
    if (wait > 0) {
      Request request = head.asSent();
      respond(request, desk.tooFast(caller, share, wait, request.trace()), last, clock);
      rest();
      return;
    }
    switch (desk.screen().examine(head, port)) {
      case Refused<Target>(Problem problem) -> refuse(head.asSent(), problem, last);
      case Granted<Target>(Target target) -> receive(head, target);
    }
  }

  private void receive(Head head, Target target) {
    if (!head.hasBody()) {
      answer(head, target, Request.NO_BODY);
      return;
    }
    incoming = new Incoming(head, target, Body.of(head, limits.size()));
    if (head.expects() && !inbox.isReadable()) {
      var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), channel.voidPromise());
    }
  }

  private boolean readBody(Incoming request) {
    return switch (request.body().read(inbox)) {
      case Refused<Optional<byte[]>>(Problem problem) -> {
        refuse(request.head().asSent(), problem, true);
        yield false;
      }
      case Granted<Optional<byte[]>>(Optional<byte[]> body) -> {
        body.ifPresent(bytes -> answer(request.head(), request.target(), bytes));
        yield body.isPresent();
      }
    };
  }

  private void answer(Head head, Target target, byte[] body) {
    incoming = null;
    Request request = head.as(target, body);
    boolean last = !head.persistent();
    switch (desk.answer(caller, request)) {
      case Answer.Now(Response response) -> respond(request, response, last, clock);
      case Answer.Later later -> postpone(request, later, last);
    }
  }

  private void postpone(Request request, Answer.Later later, boolean last) {
    long since = clock;
    boolean taken =
        desk.workers()
            .offer(
                share,
                () -> {
                  if (channel.isActive()) {
                    Response response = desk.complete(caller, later.work(), request.trace());
                    Runnable rest = () -> resume(request, later.last(), response, last, since);
                    loop.execute(() -> guarded(rest));
                  }
                });
    if (taken) {
      enter(Phase.WORKING, Duration.ZERO);
    } else {
      respond(request, desk.tooBusy(caller, share, request.trace()), last, since);
      rest();
    }
  }

  /// Runs what no pipeline event runs, whose failures Netty would only log.
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      desk.fault(e);
      reset(fate);
    }
  }

  private void resume(
      Request request, UnaryOperator<Response> check, Response made, boolean last, long since) {
    if (phase == Phase.WORKING) {
      clock = System.nanoTime();
      Response response = desk.complete(caller, () -> check.apply(made), request.trace());
      respond(request, response, last, since);
      advance();
      flush();
    }
  }

  private void timeOut() {
    if (incoming == null && !inbox.isReadable()) {
      close();
      return;
    }
    refuse(incoming == null ? Request.unreadable() : incoming.head().asSent(), TOO_SLOW, true);
  }

  private void refuse(Request request, Problem problem, boolean last) {
    respond(request, desk.refuse(caller, problem, request.trace()), last, clock);
  }

  private void respond(Request request, Response response, boolean last, long since) {
    if (!desk.serves(caller)) {
      cut();
      return;
    }
    boolean bodiless = request.method().equals("HEAD");
    ByteBuf bytes = response.encode(channel.alloc(), loop.date(), last, bodiless);
    var _ = channel.write(bytes, channel.voidPromise());
    desk.answered(caller, request, response, (System.nanoTime() - since) / 1_000);
    if (last) {
      hangUp();
    } else {
      settle();
    }
  }

  /// Decides what to wait for after an answer.
  private void settle() {
    if (!channel.isWritable()) {
      enter(Phase.STALLED, limits.time().stall());
    } else if (inbox.isReadable()) {
      enter(Phase.RECEIVING, limits.time().request());
    } else {
      enter(Phase.IDLE, limits.time().idle());
    }
  }

  /// Nothing more is read from a guest that asked too much until the loop's next tick: refusing
  /// would cost what answering does, at whatever rate it asks.
  private void rest() {
    if (phase == Phase.RECEIVING || phase == Phase.IDLE) {
      enter(Phase.RESTING, Duration.ZERO);
    }
  }

  private void enter(Phase next, Duration time) {
    phase = next;
    deadline = clock + time.toNanos();
    if (channel.config().isAutoRead() != next.reads()) {
      channel.config().setAutoRead(next.reads());
    }
  }

  /// Closes our side only and throws away what still comes in: closing both at once while the guest
  /// is sending would reset the connection, and the reset could overtake the answer.
  private void hangUp() {
    enter(Phase.CLOSING, limits.time().stall());
    incoming = null;
    emptyInbox();
    ChannelFuture said = Transport.farewell(channel);
    var _ =
        said.addListener(
            _ -> {
              Transport.closeOutput(channel);
              deadline = System.nanoTime() + limits.time().linger().toNanos();
            });
  }

  private void close() {
    phase = Phase.CLOSING;
    var _ = channel.close();
  }

  /// Ends the connection with a reset: nothing more is sent, not even what was already handed to
  /// the kernel, and no farewell of TLS.
  private void reset(Fate reason) {
    fate = phase == Phase.HANDSHAKE ? Fate.TLS_FAILED : reason;
    phase = Phase.CLOSING;
    Transport.abort(channel);
  }

  private void leave() {
    loop.remove(this);
    emptyInbox();
    stay.end(phase == Phase.HANDSHAKE ? Fate.TLS_FAILED : fate);
    phase = Phase.CLOSING;
  }

  private void emptyInbox() {
    inbox.release();
    inbox = Unpooled.EMPTY_BUFFER;
  }
}
