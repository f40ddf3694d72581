package io.sekisho.warden;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a policy's file, if nobody but root and the caller can have written it.
///
/// The file, and every folder above it, has to be root's or the caller's, and closed to others; a
/// sticky folder such as `/tmp` is open. What was so before it is read has to be so after that, of
/// the very same file.
final class PolicyFile {
  private static final int MOST = 256 << 10;
  private static final int WRITABLE_BY_OTHERS = 022;

  private PolicyFile() {}

  /// @throws Failure with what to do, if it can't be read or may not be trusted
  static byte[] read(Path file) {
    try {
      Path real = file.toRealPath();
      List<Object> before = trusted(real);
      byte[] content = content(real);
      if (!trusted(real).equals(before)) {
        throw new Failure(file + " was changed while it was read; try again.");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new Failure("There is no %s; write a policy, or use --preset.".formatted(file), e);
    } catch (IOException e) {
      throw new Failure("%s can't be read: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /// What the file and the folders above it are known by.
  private static List<Object> trusted(Path real) throws IOException {
    List<Object> seen = new ArrayList<>();
    Set<Object> callers = callers();
    for (Path each = real; each != null; each = each.getParent()) {
      Map<String, Object> found =
          Files.readAttributes(each, "unix:uid,mode,ino,dev,ctime", LinkOption.NOFOLLOW_LINKS);
      Object owner = found.get("uid");
      if (!callers.contains(owner)) {
        throw new Failure(
            "%s belongs to user %s, who could change the policy%s"
                .formatted(each, owner, advice(each.equals(real), "chown root", real)));
      }
      if (found.get("mode") instanceof Integer mode && (mode & WRITABLE_BY_OTHERS) != 0) {
        throw new Failure(
            "Others may write to %s, and so could change the policy%s"
                .formatted(each, advice(each.equals(real), "chmod go-w", real)));
      }
      seen.add(List.of(found.get("dev"), found.get("ino"), found.get("mode")));
      if (each.equals(real)) {
        seen.add(found.get("ctime"));
      }
    }
    return seen;
  }

  /// What is above a file may be anybody's, for a reason.
  private static String advice(boolean isFile, String mend, Path file) {
    String elsewhere = "`install -D -m 600 %s /etc/sekisho/guard/policy.yaml`.".formatted(file);
    return isFile ? ": `%s %s`, or %s".formatted(mend, file, elsewhere) : ": " + elsewhere;
  }

  /// Root, who runs this, and who logged in and became that with sudo, as the kernel knows.
  private static Set<Object> callers() throws IOException {
    Set<Object> callers = new HashSet<>(Set.of(0));
    callers.add(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    Path login = Path.of("/proc/self/loginuid");
    if (Files.exists(login)) {
      callers.add((int) Long.parseLong(Files.readString(login).strip()));
    }
    return callers;
  }

  private static byte[] content(Path real) throws IOException {
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new Failure(real + " is no file.");
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer content = ByteBuffer.allocate(MOST + 1);
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // Until there is no more, or too much.
      }
      if (!content.hasRemaining()) {
        throw new Failure(real + " is larger than 256 KiB; use groups.");
      }
      return Arrays.copyOf(content.array(), content.position());
    }
  }
}
