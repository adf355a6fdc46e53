SELECT high - low AS width
FROM intervals AS unused;
