package io.sekisho.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A program of classic BPF that judges system calls, put together piece by piece: each piece looks
/// at one call, and ends with a verdict or passes it on to the next.
final class FilterProgram {
  // linux/bpf_common.h, linux/seccomp.h
  private static final int LOAD = 0x20;
  private static final int JUMP_EQUAL = 0x15;
  private static final int JUMP_AT_LEAST = 0x35;
  private static final int JUMP_ANY_BIT = 0x45;
  private static final int AND = 0x54;
  private static final int RETURN = 0x06;
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  /// On x86-64, calls of the x32 ABI have this bit, and would be other numbers for the same.
  private static final int X32 = 0x4000_0000;

  /// What becomes of a call.
  enum Verdict {
    ALLOW(0x7fff_0000),
    /// EPERM.
    REFUSE(0x0005_0001),
    /// ENOSYS: as if the kernel did not have it.
    UNKNOWN(0x0005_0026),
    KILL(0x8000_0000);

    private final int value;

    Verdict(int value) {
      this.value = value;
    }
  }

  private record Instruction(int what, int ifTrue, int ifFalse, int value) {}

  private final List<Instruction> code;

  private FilterProgram(List<Instruction> code) {
    this.code = code;
  }

  /// A program for one architecture's calls; those of others end the process.
  ///
  /// @param audit the architecture, as the kernel's audit names it
  static FilterProgram of(int audit) {
    FilterProgram program = new FilterProgram(new ArrayList<>());
    program.add(LOAD, 0, 0, ARCHITECTURE);
    program.add(JUMP_EQUAL, 1, 0, audit);
    program.end(Verdict.KILL);
    program.add(LOAD, 0, 0, NUMBER);
    program.add(JUMP_AT_LEAST, 0, 1, X32);
    program.end(Verdict.REFUSE);
    return program;
  }

  /// Ends the call of this number.
  void on(int number, Verdict verdict) {
    add(JUMP_EQUAL, 0, 1, number);
    end(verdict);
  }

  /// Ends the call of this number by what it was called with.
  void on(int number, UnaryOperator<FilterProgram> arguments, Verdict otherwise) {
    FilterProgram inner = arguments.apply(new FilterProgram(new ArrayList<>()));
    inner.end(otherwise);
    add(JUMP_EQUAL, 0, inner.code.size(), number);
    code.addAll(inner.code);
  }

  /// Ends the call if any of these bits is set in an argument's lower half.
  FilterProgram ifAny(int argument, int bits, Verdict verdict) {
    add(LOAD, 0, 0, ARGUMENTS + 8 * argument);
    add(JUMP_ANY_BIT, 0, 1, bits);
    return end(verdict);
  }

  /// Ends the call if an argument's lower half is one of these.
  FilterProgram ifOneOf(int argument, List<Integer> values, Verdict verdict) {
    add(LOAD, 0, 0, ARGUMENTS + 8 * argument);
    for (int value : values) {
      add(JUMP_EQUAL, 0, 1, value);
      end(verdict);
    }
    return this;
  }

  /// Ends the call unless these bits of an argument's lower half are one of these.
  FilterProgram unlessOneOf(int argument, int bits, List<Integer> values, Verdict verdict) {
    add(LOAD, 0, 0, ARGUMENTS + 8 * argument);
    add(AND, 0, 0, bits);
    for (int left = values.size(); left > 0; left--) {
      add(JUMP_EQUAL, left, 0, values.get(values.size() - left));
    }
    return end(verdict);
  }

  /// The program, in which every call that no piece has ended comes to this.
  byte[] bytes(Verdict otherwise) {
    end(otherwise);
    ByteBuffer bytes = ByteBuffer.allocate(8 * code.size()).order(ByteOrder.nativeOrder());
    for (Instruction it : code) {
      bytes.putShort((short) it.what).put((byte) it.ifTrue).put((byte) it.ifFalse).putInt(it.value);
    }
    return bytes.array();
  }

  private FilterProgram end(Verdict verdict) {
    return add(RETURN, 0, 0, verdict.value);
  }

  private FilterProgram add(int what, int ifTrue, int ifFalse, int value) {
    code.add(new Instruction(what, ifTrue, ifFalse, value));
    return this;
  }
}
