package restaurant.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The whole system and its simulator once more, with one file changed. */
final class FaultySystem extends ClassLoader {

  private static final List<String> OURS = List.of("restaurant.", "dev.eventfold.");

  private final Map<String, byte[]> changed;

  private FaultySystem(Map<String, byte[]> changed) {
    super(FaultySystem.class.getClassLoader());
    this.changed = changed;
  }

  static FaultySystem of(Mutant mutant) throws IOException {
    return new FaultySystem(compile(mutant));
  }

  /**
   * Something that runs over there.
   *
   * @param <F> of the JDK, and so what it takes and answers: no class of ours is the same there
   */
  @SuppressWarnings("unchecked")
  <F> F function(Class<? extends F> type) throws Exception {
    return (F) loadClass(type.getName()).getDeclaredConstructor().newInstance();
  }

  private static Map<String, byte[]> compile(Mutant mutant) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var classes = new HashMap<String, ByteArrayOutputStream>();
    var source = new Source(mutant.type(), mutant.code());
    var options =
        List.of("-parameters", "-proc:none", "-classpath", System.getProperty("java.class.path"));
    try (var files = new Files(compiler.getStandardFileManager(null, null, null), classes)) {
      if (!compiler.getTask(null, files, null, options, null, List.of(source)).call()) {
        throw new IllegalStateException("does not compile: " + mutant.fault());
      }
    }
    var bytes = new HashMap<String, byte[]>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!OURS.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      var bytes = bytes(name);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    if (changed.containsKey(name)) {
      return changed.get(name);
    }
    try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String code;

    Source(String type, String code) {
      super(URI.create("string:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }

  private static final class Files extends ForwardingJavaFileManager<StandardJavaFileManager> {

    private final Map<String, ByteArrayOutputStream> classes;

    Files(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String name,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          var out = new ByteArrayOutputStream();
          classes.put(name, out);
          return out;
        }
      };
    }
  }
}
