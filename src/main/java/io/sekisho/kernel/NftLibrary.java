package io.sekisho.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// nftables' own library, called within this process: reads the text that `nft` reads, without a
/// process to start and without waiting for the kernel to tidy up when that process ends.
///
/// All calls are one at a time: the library keeps some of its state for the whole process.
final class NftLibrary {
  private static final MemoryLayout MESSAGE = MemoryLayout.sequenceLayout(1 << 16, JAVA_BYTE);

  /// How many contexts are freed later than used. Freeing one closes its socket, and that waits
  /// some 15 ms for the kernel to let go of what a transaction deleted; a little later there is
  /// nothing left to wait for. One takes about half a megabyte.
  private static final int KEPT = 8;

  private static final Optional<NftLibrary> INSTALLED = find();

  private final MethodHandle create;
  private final MethodHandle bufferOutput;
  private final MethodHandle bufferError;
  private final MethodHandle runBuffer;
  private final MethodHandle errorBuffer;
  private final MethodHandle free;
  private final Deque<MemorySegment> used = new ArrayDeque<>();

  private NftLibrary(SymbolLookup library) {
    var onContext = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    create = handle(library, "nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    bufferOutput = handle(library, "nft_ctx_buffer_output", onContext);
    bufferError = handle(library, "nft_ctx_buffer_error", onContext);
    runBuffer =
        handle(
            library, "nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    errorBuffer =
        handle(
            library,
            "nft_ctx_get_error_buffer",
            FunctionDescriptor.of(ADDRESS.withTargetLayout(MESSAGE), ADDRESS));
    free = handle(library, "nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
  }

  /// The library; empty if this host has none.
  static Optional<NftLibrary> installed() {
    return INSTALLED;
  }

  /// Makes one transaction in the namespace of the calling thread.
  ///
  /// @return what is wrong with it; empty if it was done
  synchronized Optional<String> run(String transaction) {
    MemorySegment context = open();
    used.addLast(context);
    if (used.size() > KEPT) {
      free(used.removeFirst());
    }
    return run(context, transaction);
  }

  /// Frees all contexts, and with them the namespaces that they were opened in.
  synchronized void letGo() {
    used.forEach(this::free);
    used.clear();
  }

  private MemorySegment open() {
    return guarded(
        () -> {
          MemorySegment context = (MemorySegment) create.invokeExact(0);
          if (context.equals(MemorySegment.NULL)
              || ((int) bufferOutput.invokeExact(context) | (int) bufferError.invokeExact(context))
                  != 0) {
            throw new IllegalStateException("libnftables can't be opened");
          }
          return context;
        });
  }

  private Optional<String> run(MemorySegment context, String transaction) {
    return guarded(
        () -> {
          try (Arena arena = Arena.ofConfined()) {
            boolean done =
                (int) runBuffer.invokeExact(context, arena.allocateFrom(transaction)) == 0;
            String message = ((MemorySegment) errorBuffer.invokeExact(context)).getString(0);
            return done ? Optional.empty() : Optional.of(message.strip());
          }
        });
  }

  private void free(MemorySegment context) {
    guarded(
        () -> {
          free.invokeExact(context);
          return context;
        });
  }

  private static Optional<NftLibrary> find() {
    try {
      return Optional.of(
          new NftLibrary(SymbolLookup.libraryLookup("libnftables.so.1", Arena.global())));
    } catch (IllegalArgumentException notInstalled) {
      return Optional.empty();
    }
  }

  private static MethodHandle handle(
      SymbolLookup library, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), signature);
  }

  private static <T> T guarded(Call<T> call) {
    try {
      return call.make();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws Throwable;
  }
}
