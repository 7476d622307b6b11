package restaurant.local.functions;

import dev.eventfold.emulators.processes.JavaProgram;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Code that goes before what this process was started with: classes that are found here are taken
 * from here, and share all others with the rest of the process.
 */
public final class NewCode extends URLClassLoader {

  private final List<Path> places;

  /**
   * @param places folders of classes, and jars
   */
  public NewCode(List<Path> places) {
    super(places.stream().map(NewCode::url).toArray(URL[]::new), NewCode.class.getClassLoader());
    this.places = List.copyOf(places);
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The class path of a process that has the same code as a class. */
  static String classPath(Class<?> type) {
    return type.getClassLoader() instanceof NewCode code
        ? code.places.stream()
            .map(place -> place + File.pathSeparator)
            .collect(Collectors.joining("", "", System.getProperty("java.class.path")))
        : JavaProgram.classPathOf(type);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (findResource(name.replace('.', '/') + ".class") == null) {
        return super.loadClass(name, resolve);
      }
      return findClass(name);
    }
  }

  /** Found in the same order as classes. */
  @Override
  public URL getResource(String name) {
    var ours = findResource(name);
    return ours == null ? super.getResource(name) : ours;
  }
}
