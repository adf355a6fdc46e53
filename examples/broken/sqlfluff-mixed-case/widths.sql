SELECT high - low AS width
from intervals;
