package io.membership.seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.membership.gossip.SeedProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads members to join from a text file, one address a line. Text behind a {@code #} is
 * a comment; empty lines are ignored. The file is read at each attempt, so it may change;
 * a missing file counts as empty.
 */
public final class FileSeeds implements SeedProvider {

	private static final Logger logger = LoggerFactory.getLogger(FileSeeds.class);

	/** Enough for tens of thousands of addresses; more is some other file. */
	private static final long MAX_BYTES = 1024 * 1024;

	private final Path file;

	/**
	 * Creates a provider.
	 * @param file the file, in UTF-8
	 */
	public FileSeeds(Path file) {
		this.file = file;
	}

	@Override
	public List<String> seeds() throws IOException {
		try {
			if (Files.size(this.file) > MAX_BYTES) {
				throw new IOException("The file of seeds " + this.file + " is larger than " + MAX_BYTES + " bytes");
			}
			List<String> seeds = new ArrayList<>();
			for (String line : Files.readAllLines(this.file)) {
				int comment = line.indexOf('#');
				String address = ((comment < 0) ? line : line.substring(0, comment)).strip();
				if (!address.isEmpty()) {
					seeds.add(address);
				}
			}
			return seeds;
		}
		catch (NoSuchFileException ex) {
			logger.atDebug().addKeyValue("file", this.file).log("There is no file of seeds yet");
			return List.of();
		}
	}

}
