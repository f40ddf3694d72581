import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes libraries fit for the JVM's cache, which takes no class from a signed jar and none compiled
/// for Java 5: rewrites such jars without signatures and for Java 8. Puts this machine's native
/// libraries into a folder, so that no start has to unpack them.
///
/// Usage: `java Repack.java LIB NATIVE`, both folders.
final class Repack {
  private static final String SIGNATURE = "META-INF/[^/]*\\.(SF|RSA|DSA|EC)";
  private static final String NATIVE = "(META-INF/native|org/sqlite/native/Linux/x86_64)/[^/]*\\.so";

  private Repack() {}

  public static void main(String[] folders) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(folders[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    Path libraries = Files.createDirectories(Path.of(folders[1]));
    for (Path jar : jars) {
      boolean fit;
      try (JarFile in = new JarFile(jar.toFile(), false)) {
        fit = isFit(in);
        for (JarEntry entry : entries(in, NATIVE)) {
          Path to = libraries.resolve(Path.of(entry.getName()).getFileName());
          Path made = Files.createTempFile(libraries, "", ".new");
          Files.copy(in.getInputStream(entry), made, StandardCopyOption.REPLACE_EXISTING);
          // Another start may be loading it: what it finds there is whole.
          Files.move(made, to, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      if (!fit) {
        rewrite(jar);
      }
    }
  }

  private static boolean isFit(JarFile jar) throws IOException {
    List<JarEntry> classes = entries(jar, "(?!META-INF/|module-info).*\\.class");
    // One class of a library is like the others.
    return entries(jar, SIGNATURE).isEmpty()
        && (classes.isEmpty() || version(jar, classes.getFirst()) >= ClassFile.JAVA_6_VERSION);
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readNBytes(8)[7];
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path made = jar.resolveSibling(jar.getFileName() + ".new");
    try (JarFile in = new JarFile(jar.toFile(), false);
        URLClassLoader inside = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
      ClassFile classes =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(inside)));
      for (JarEntry entry : entries(in, "(?!%s).*[^/]".formatted(SIGNATURE))) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(
            entry.getName().equals(JarFile.MANIFEST_NAME)
                ? withoutDigests(bytes)
                : entry.getName().endsWith(".class") ? modern(classes, bytes) : bytes);
      }
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] withoutDigests(byte[] text) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(text));
    manifest.getEntries().clear();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /// Code passes through, for that gives it the maps of its stack that later versions ask for.
  private static byte[] modern(ClassFile classes, byte[] bytes) {
    ClassModel old = classes.parse(bytes);
    if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    ClassTransform version =
        (made, element) -> made.with(element instanceof ClassFileVersion ? java8() : element);
    return classes.transformClass(
        old, ClassTransform.transformingMethodBodies((code, it) -> code.with(it)).andThen(version));
  }

  private static ClassElement java8() {
    return ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0);
  }

  private static List<JarEntry> entries(JarFile jar, String name) {
    return Collections.list(jar.entries()).stream()
        .filter(entry -> entry.getName().matches(name))
        .toList();
  }
}
